package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import java.io.ByteArrayOutputStream;

/** Entries of user data that are being written: type, length and value, one after the other. */
final class UserDataEntries {

  /** The most that a length of one byte says. */
  private static final int LONGEST = 255;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Adds a number, which libnftnl puts in host order. */
  UserDataEntries then(int type, int value) {
    return then(type, Bytes.ofHostU32(value));
  }

  /** Adds a value, or entries inside this one. */
  UserDataEntries then(int type, Bytes value) {
    if (value.length() > LONGEST) {
      throw new IllegalArgumentException("an entry of " + value.length() + " bytes of user data");
    }
    out.write(type);
    out.write(value.length());
    out.writeBytes(value.toArray());
    return this;
  }

  Bytes toBytes() {
    return Bytes.of(out.toByteArray());
  }
}
