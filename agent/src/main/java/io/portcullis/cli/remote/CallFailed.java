package io.portcullis.cli.remote;

import java.io.Serial;

/** A call that ended with another status than OK, or with none. */
public final class CallFailed extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final int code;
  private final transient byte[] details;

  CallFailed(int code, String message, byte[] details) {
    super(message);
    this.code = code;
    this.details = details.clone();
  }

  /** As in google.rpc.Code. */
  public int code() {
    return code;
  }

  /** A google.rpc.Status; empty if there was none. */
  public byte[] details() {
    return details.clone();
  }
}
