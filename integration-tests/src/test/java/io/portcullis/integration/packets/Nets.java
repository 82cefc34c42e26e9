package io.portcullis.integration.packets;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Random CIDRs and addresses: 1.0.0.0 to 223.255.255.255 without 127/8, or 2000::/3. */
final class Nets {

  private final Family family;
  private final Random random;

  Nets(Family family, Random random) {
    this.family = family;
    this.random = random;
  }

  /** How long prefixes are. */
  enum Lengths {
    /** A tenth /16, half /24, the rest /32; in IPv6 /48, /64, /128. */
    COMMON,
    /**
     * Two fifths /32, three tenths /24, and the rest all lengths from /12 to /31, shorter ones
     * being rarer; in IPv6 /128, /64, and every second length from /32 to /70.
     */
    MIXED
  }

  /** CIDRs of which none holds another, in random order. */
  List<Prefix> disjoint(int count, Lengths lengths) {
    for (int more = count + count / 4 + 16; ; more *= 2) {
      List<Prefix> tried = new ArrayList<>(more);
      for (int i = 0; i < more; i++) {
        tried.add(Prefix.masking(address(), length(lengths)));
      }
      // The widest of those that begin at one address comes first.
      tried.sort(Comparator.comparing(Prefix::address).thenComparingInt(Prefix::length));
      List<Prefix> kept = new ArrayList<>(more);
      for (Prefix next : tried) {
        if (kept.isEmpty() || !kept.get(kept.size() - 1).contains(next.address())) {
          kept.add(next);
        }
      }
      if (kept.size() >= count) {
        Collections.shuffle(kept, random);
        return kept.subList(0, count);
      }
    }
  }

  private int length(Lengths lengths) {
    boolean v4 = family == Family.V4;
    int tenth = random.nextInt(10);
    if (lengths == Lengths.COMMON) {
      return tenth == 0 ? (v4 ? 16 : 48) : tenth <= 5 ? (v4 ? 24 : 64) : family.bits();
    }
    if (tenth < 4) {
      return family.bits();
    }
    if (tenth < 7) {
      return v4 ? 24 : 64;
    }
    // Each length is 1.19 times as frequent as the one before it; two steps at once in IPv6.
    double steps =
        Math.log(1 + random.nextDouble() * (Math.pow(2, 20 / 4.0) - 1)) / Math.log(2) * 4;
    int step = Math.min(19, (int) steps);
    return v4 ? 12 + step : 32 + 2 * step;
  }

  /** Any address. */
  Address address() {
    if (family == Family.V6) {
      return Address.v6((random.nextLong() >>> 3) | 1L << 61, random.nextLong());
    }
    int first = 1 + random.nextInt(223);
    return first == 127 ? address() : Address.v4(first << 24 | random.nextInt(1 << 24));
  }

  /** Any address in a CIDR. */
  Address in(Prefix net) {
    Address base = net.address();
    int free = family.bits() - net.length();
    long low = free >= 64 ? ~0L : (1L << free) - 1;
    long high = free <= 64 ? 0 : free == 128 ? ~0L : (1L << (free - 64)) - 1;
    return new Address(
        family, base.high() | (random.nextLong() & high), base.low() | (random.nextLong() & low));
  }
}
