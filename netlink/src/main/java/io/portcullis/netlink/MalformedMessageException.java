package io.portcullis.netlink;

import java.io.Serial;

/** Bytes that are not the netlink message they claim to be: all that decoding ever throws. */
public final class MalformedMessageException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public MalformedMessageException(String message) {
    super(message);
  }
}
