package io.portcullis.cli;

import io.portcullis.compiler.lint.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The SSH session that this process runs in, from {@code SSH_CONNECTION}: of its own environment,
 * or of the nearest process above it that has one, since sudo(8) clears it.
 */
final class OwnSession {

  private static final String NAME = "SSH_CONNECTION";

  /** Processes that are looked at; a shell in a shell in a shell ends before. */
  private static final int MOST = 32;

  private OwnSession() {}

  static Optional<Session> find() {
    String own = System.getenv(NAME);
    return own != null ? Session.parse(own) : above(ProcessHandle.current());
  }

  /** Of those above a process, by whose environment it does not matter. */
  static Optional<Session> above(ProcessHandle process) {
    Optional<ProcessHandle> next = process.parent();
    for (int i = 0; i < MOST && next.isPresent(); i++) {
      Optional<String> found = variable(next.get().pid());
      if (found.isPresent()) {
        return found.flatMap(Session::parse);
      }
      next = next.flatMap(ProcessHandle::parent);
    }
    return Optional.empty();
  }

  /** What a process was started with, as proc(5) has it; empty where this user may not look. */
  private static Optional<String> variable(long pid) {
    try {
      String all =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.ISO_8859_1);
      return Arrays.stream(all.split("\0", -1))
          .filter(one -> one.startsWith(NAME + "="))
          .map(one -> one.substring(NAME.length() + 1))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
