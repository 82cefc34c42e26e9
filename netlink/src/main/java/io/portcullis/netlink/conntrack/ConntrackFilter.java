package io.portcullis.netlink.conntrack;

import io.portcullis.netlink.nftables.NfFamily;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which connections to read. The kernel picks them as far as it can, this library the rest.
 *
 * @param family IPv4 or IPv6; both if empty
 * @param mark value that the masked mark has; any if empty
 * @param markMask bits of the mark that count
 * @param zone any if empty
 */
public record ConntrackFilter(
    Optional<NfFamily> family, OptionalInt mark, int markMask, OptionalInt zone) {

  /** All of them. */
  public static final ConntrackFilter ALL =
      new ConntrackFilter(Optional.empty(), OptionalInt.empty(), 0, OptionalInt.empty());

  public ConntrackFilter {
    if (family.isPresent() && family.get() != NfFamily.IPV4 && family.get() != NfFamily.IPV6) {
      throw new IllegalArgumentException("connections are IPV4 or IPV6, not " + family.get());
    }
  }

  /** The same, of one family. */
  public ConntrackFilter withFamily(NfFamily only) {
    return new ConntrackFilter(Optional.of(only), mark, markMask, zone);
  }

  /** The same, where {@code mark & mask == value}. */
  public ConntrackFilter withMark(int value, int mask) {
    return new ConntrackFilter(family, OptionalInt.of(value), mask, zone);
  }

  /** The same, of one zone. */
  public ConntrackFilter withZone(int only) {
    return new ConntrackFilter(family, mark, markMask, OptionalInt.of(only));
  }

  /** Whether a connection is one of those. */
  public boolean matches(ConntrackEntry entry) {
    return family.map(only -> (only == NfFamily.IPV4) == entry.original().isV4()).orElse(true)
        && (mark.isEmpty() || (entry.mark() & markMask) == mark.getAsInt())
        && (zone.isEmpty() || entry.zone() == zone.getAsInt());
  }
}
