package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.Optional;

/**
 * Looks a register up in a set: {@code nft_lookup.c}. Not found breaks the rule (found does, if
 * inverted); in a verdict map, what is found is the verdict.
 *
 * @param set its name
 * @param sreg where the key starts
 * @param data where a map's data goes; {@link MapData#VERDICT} for a verdict map, empty for a set
 * @param inverted {@code NFT_LOOKUP_F_INV}; only without data
 */
public record Lookup(String set, Register sreg, Optional<MapData> data, boolean inverted)
    implements Expression {

  /** Into which register a map's data goes. */
  public sealed interface MapData {

    /** {@code NFT_REG_VERDICT}. */
    MapData VERDICT = new ToVerdict();

    /** The verdict register. */
    record ToVerdict() implements MapData {}

    /** A data register. */
    record ToRegister(Register dreg) implements MapData {}
  }

  /** Breaks the rule unless the key is in {@code set}. */
  public static Lookup in(String set, Register sreg) {
    return new Lookup(set, sreg, Optional.empty(), false);
  }

  /** Breaks the rule if the key is in {@code set}. */
  public static Lookup notIn(String set, Register sreg) {
    return new Lookup(set, sreg, Optional.empty(), true);
  }

  /** Does what a verdict map says. */
  public static Lookup verdict(String map, Register sreg) {
    return new Lookup(map, sreg, Optional.of(MapData.VERDICT), false);
  }
}
