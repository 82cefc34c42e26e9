package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.Text;
import java.util.Optional;

/**
 * Bounds of what an expression's attributes can carry, refused before a message is made of them.
 */
final class Checks {

  private Checks() {}

  static void between(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(what + " is " + least + " to " + most + ", not " + value);
    }
  }

  static void u8(String what, int value) {
    between(what, value, 0, 0xff);
  }

  static void u16(String what, int value) {
    between(what, value, 0, 0xffff);
  }

  /** Bytes in data registers, of which there are sixteen words. */
  static void registerBytes(String what, int bytes) {
    between(what, bytes, 1, 64);
  }

  /** As {@code nft_hash_init()} and {@code nft_ng_random_init()} have it; both are unsigned. */
  static void numbers(String what, int modulus, int offset) {
    long most = Integer.toUnsignedLong(offset) + Integer.toUnsignedLong(modulus) - 1;
    between("the modulus of " + what, Integer.toUnsignedLong(modulus), 1, 0xffffffffL);
    between("the largest number of " + what, most, 0, 0xffffffffL);
  }

  static void notNegative(String what, long value) {
    between(what, value, 0, Long.MAX_VALUE);
  }

  /** A name of an object, set or table: {@code NFT_NAME_MAXLEN} with its NUL byte. */
  static void name(String what, String name) {
    int bytes = Text.bytes(name).length;
    between("the length of " + what + " in bytes", bytes, 1, 255);
  }

  /** Both ends of a range, or neither. */
  static void together(String what, Optional<?> from, Optional<?> to) {
    if (from.isPresent() != to.isPresent()) {
      throw new IllegalArgumentException(
          what + ": give both ends of a range; one value is a range from it to itself");
    }
  }
}
