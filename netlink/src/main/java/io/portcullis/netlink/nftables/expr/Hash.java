package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.OptionalInt;

/** Loads a number that depends on a hash: {@code offset + hash % modulus}; {@code nft_hash.c}. */
public sealed interface Hash extends Expression {

  /**
   * {@code NFT_HASH_JENKINS}: of a register.
   *
   * @param sreg what is hashed
   * @param dreg where the number goes: 4 bytes, host order
   * @param length bytes that are hashed, 1 to 64
   * @param modulus at least 1, unsigned
   * @param seed for the same numbers everywhere; without one, the kernel draws it and does not tell
   * @param offset added to the remainder, unsigned
   */
  record Jenkins(
      Register sreg, Register dreg, int length, int modulus, OptionalInt seed, int offset)
      implements Hash {

    public Jenkins {
      Checks.registerBytes("the length of what is hashed in bytes", length);
      Checks.numbers("hash", modulus, offset);
    }
  }

  /**
   * {@code NFT_HASH_SYM}: of the packet's addresses and ports, the same in both directions.
   *
   * @param dreg where the number goes: 4 bytes, host order
   * @param modulus at least 1, unsigned
   * @param offset added to the remainder, unsigned
   */
  record Symmetric(Register dreg, int modulus, int offset) implements Hash {

    public Symmetric {
      Checks.numbers("hash", modulus, offset);
    }
  }
}
