package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.nftables.Register;
import java.util.BitSet;

/**
 * Which registers the expressions of one rule have written so far. A rule may read what it wrote
 * itself, and nothing else: registers start with whatever was on the kernel's stack, what an
 * earlier rule left depends on where it broke off, and newer kernels refuse such rules ({@code
 * nft_parse_register_load()}).
 */
final class Registers {

  private final Place place;
  private final BitSet written = new BitSet();
  private final BitSet addressTypes = new BitSet();

  Registers(Place place) {
    this.place = place;
  }

  /** The first byte of a register that is read. */
  int read(Register register, int length) {
    return read(register, length, false);
  }

  /** The same for a comparison that only asks whether the address type is local. */
  int readLocal(Register register, int length) {
    return read(register, length, true);
  }

  private int read(Register register, int length, boolean local) {
    int from = at(register, length);
    for (int word = from / 4; word < (from + length + 3) / 4; word++) {
      if (!written.get(word)) {
        throw refused("register word " + word + " is read before it is written");
      }
      if (addressTypes.get(word) && !local) {
        throw refused("fib asks more than whether the destination is this host's");
      }
    }
    return from;
  }

  /** The first byte of a register that is written. */
  int write(Register register, int length) {
    int from = at(register, length);
    written.set(from / 4, (from + length + 3) / 4);
    addressTypes.clear(from / 4, (from + length + 3) / 4);
    return from;
  }

  /** The same for an address type, which may only be asked whether it is local. */
  int writeAddressType(Register register) {
    int from = write(register, 4);
    addressTypes.set(from / 4);
    return from;
  }

  private int at(Register register, int length) {
    int from = register.word() * 4;
    if (length <= 0 || from + ((length + 3) & ~3) > Machine.REGISTER_BYTES) {
      throw refused(length + " bytes do not fit into registers from word " + register.word());
    }
    return from;
  }

  /** What to throw for an expression of this rule that cannot be followed. */
  UnsupportedExpressionException refused(String what) {
    return new UnsupportedExpressionException("rule " + place + ": " + what);
  }
}
