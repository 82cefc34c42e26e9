package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.nftables.Register;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which registers the expressions of one rule have written so far. A rule may read what it wrote
 * itself, and nothing else: registers start with whatever was on the kernel's stack, what an
 * earlier rule left depends on where it broke off, and newer kernels refuse such rules ({@code
 * nft_parse_register_load()}).
 */
final class Registers {

  private final Place place;
  private final BitSet written = new BitSet();
  private final Map<Integer, Limit> limits = new HashMap<>();

  /** What of a value the packet says, where it does not say all. */
  enum Limit {
    /** An address type: whether it is local. */
    LOCAL("fib asks more than whether the destination is this host's"),
    /** A connection's status: whether it was expected. */
    EXPECTED("ct status asks more than whether the flow was expected");

    private final String refusal;

    Limit(String refusal) {
      this.refusal = refusal;
    }
  }

  Registers(Place place) {
    this.place = place;
  }

  /** The first byte of a register that is read. */
  int read(Register register, int length) {
    return read(register, length, Optional.empty());
  }

  /** The same for an expression that asks no more than what is known. */
  int readOnly(Register register, int length, Limit asked) {
    return read(register, length, Optional.of(asked));
  }

  private int read(Register register, int length, Optional<Limit> asked) {
    int from = at(register, length);
    for (int word = from / 4; word < (from + length + 3) / 4; word++) {
      if (!written.get(word)) {
        throw refused("register word " + word + " is read before it is written");
      }
      Limit limit = limits.get(word);
      if (limit != null && asked.filter(limit::equals).isEmpty()) {
        throw refused(limit.refusal);
      }
    }
    return from;
  }

  /** The first byte of a register that is written. */
  int write(Register register, int length) {
    int from = at(register, length);
    written.set(from / 4, (from + length + 3) / 4);
    for (int word = from / 4; word < (from + length + 3) / 4; word++) {
      limits.remove(word);
    }
    return from;
  }

  /** The same for four bytes of which only one thing may be asked. */
  int writeLimited(Register register, Limit limit) {
    int from = write(register, 4);
    limits.put(from / 4, limit);
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
