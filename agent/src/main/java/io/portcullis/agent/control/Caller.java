package io.portcullis.agent.control;

import io.grpc.Context;
import io.portcullis.compiler.lint.Session;
import java.util.Optional;

/**
 * Who calls.
 *
 * @param name for the audit log and the history, such as {@code uid 0 (pid 12)}
 * @param right what this caller may do
 * @param session the connection that it calls by, if it comes over the network
 */
record Caller(String name, Right right, Optional<Session> session) {

  /** One that does not come over the network. */
  Caller(String name, Right right) {
    this(name, right, Optional.empty());
  }

  /** What somebody may do; each includes those before it. */
  enum Right {
    NONE,
    READ,
    WRITE
  }

  /** Of the call under way. */
  static final Context.Key<Caller> KEY =
      Context.keyWithDefault("caller", new Caller("nobody", Right.NONE));

  boolean may(Right wanted) {
    return right.compareTo(wanted) >= 0;
  }
}
