package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Changes a set's elements from the packet path: {@code nft_dynset.c}. Breaks the rule if that did
 * not work (or, inverted, if it did).
 *
 * @param set its name, at most 255 bytes
 * @param op how
 * @param sregKey where the key starts
 * @param sregData where a map's data starts
 * @param timeout of the element in milliseconds, 0 for the set's own
 * @param expressions run for the element, made anew with it
 * @param inverted {@code NFT_DYNSET_F_INV}
 */
public record Dynset(
    String set,
    Op op,
    Register sregKey,
    Optional<Register> sregData,
    long timeout,
    List<Expression> expressions,
    boolean inverted)
    implements Expression {

  /** {@code NFT_DYNSET_OP_*}, in the kernel's numbering. */
  public enum Op {
    ADD(0),
    UPDATE(1),
    DELETE(2);

    private final int value;

    Op(int value) {
      this.value = value;
    }

    /** The kernel's number. */
    public int value() {
      return value;
    }

    /** The one with that number, if there is one. */
    public static Optional<Op> of(int value) {
      return Arrays.stream(values()).filter(known -> known.value == value).findFirst();
    }
  }

  public Dynset {
    Checks.name("a set's name", set);
    Checks.notNegative("the timeout of dynset in milliseconds", timeout);
    expressions = List.copyOf(expressions);
  }

  /** Adds the key, and runs {@code expressions} for its element. */
  public static Dynset add(String set, Register sregKey, Expression... expressions) {
    return new Dynset(set, Op.ADD, sregKey, Optional.empty(), 0, List.of(expressions), false);
  }
}
