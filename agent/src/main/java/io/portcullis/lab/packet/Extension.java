package io.portcullis.lab.packet;

import java.nio.ByteBuffer;

/** IPv6 extension headers (RFC 8200 section 4) that hold nothing but padding. */
public enum Extension {
  /** {@code IPPROTO_HOPOPTS}; only as the first header. */
  HOP_BY_HOP(0),
  /** {@code IPPROTO_DSTOPTS}. */
  DESTINATION_OPTIONS(60);

  private final int number;

  Extension(int number) {
    this.number = number;
  }

  /** Its {@code IPPROTO_*}. */
  public int number() {
    return number;
  }

  /** Eight bytes: next header, no further units of eight, then PadN over the other six. */
  byte[] bytes(int next) {
    return ByteBuffer.allocate(8)
        .put((byte) next)
        .put((byte) 0)
        .put((byte) 1)
        .put((byte) 4)
        .array();
  }
}
