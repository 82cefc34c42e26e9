package io.portcullis.policy.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Address sets against sets of bits, over 128 addresses of each family. */
class AddressSetTest {

  private static final int HALF = 64;
  private static final int SIZE = 2 * HALF;

  /**
   * The universe in ascending order. IPv4: the first and the last 64 addresses. IPv6: the first 32,
   * 32 on either side of where the low half carries into the high one, and the last 32.
   */
  private static Address at(Family family, int index) {
    if (family == Family.V4) {
      return Address.v4(index < HALF ? index : index - SIZE);
    }
    if (index < HALF) {
      return Address.v6(0, index < HALF / 2 ? index : index - HALF);
    }
    return index < HALF + HALF / 2 ? Address.v6(1, index - HALF) : Address.v6(-1, index - SIZE);
  }

  /** Ranges at random, as a set and as bits; one range may reach over the middle. */
  private static AddressSet random(Family family, Random random, BitSet bits) {
    AddressSet.Builder out = AddressSet.builder(family);
    for (int n = random.nextInt(6); n > 0; n--) {
      int a = random.nextInt(8) == 0 ? 0 : random.nextInt(SIZE);
      int b = random.nextInt(8) == 0 ? SIZE - 1 : Math.min(SIZE - 1, a + random.nextInt(9));
      Address first = at(family, Math.min(a, b));
      Address last = at(family, Math.max(a, b));
      out.add(first.high(), first.low(), last.high(), last.low());
      bits.set(Math.min(a, b), Math.max(a, b) + 1);
    }
    return out.build();
  }

  private static void same(AddressSet set, BitSet bits, String what) {
    for (int i = 0; i < SIZE; i++) {
      assertThat(set.contains(at(set.family(), i)))
          .as("%s at %d: %s", what, i, set)
          .isEqualTo(bits.get(i));
    }
    for (int i = 1; i < set.rangeCount(); i++) {
      Address before = set.last(i - 1);
      Address next =
          new Address(
              set.family(), Bits128.incrementHigh(before.high(), before.low()), before.low() + 1);
      assertThat(next).as("%s: ranges ascend with a gap", what).isLessThan(set.first(i));
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void algebraIsThatOfSets(Family family) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      String what = "seed " + seed + " case " + i;
      BitSet a = new BitSet();
      BitSet b = new BitSet();
      AddressSet x = random(family, random, a);
      AddressSet y = random(family, random, b);
      same(x, a, what + " set");
      BitSet or = (BitSet) a.clone();
      or.or(b);
      same(x.union(y), or, what + " union");
      BitSet and = (BitSet) a.clone();
      and.and(b);
      same(x.intersect(y), and, what + " intersection");
      BitSet not = (BitSet) a.clone();
      not.flip(0, SIZE);
      same(x.complement(), not, what + " complement");
      BitSet minus = (BitSet) a.clone();
      minus.andNot(b);
      same(x.minus(y), minus, what + " difference");
      assertThat(x.complement().complement()).as(what).isEqualTo(x).hasSameHashCodeAs(x);
      assertThat(x.union(x.complement()).isAll()).as(what).isTrue();
      assertThat(x.intersect(x.complement()).isEmpty()).as(what).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void prefixesMakeUpTheSetAndDoNotOverlap(Family family) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      AddressSet set = random(family, random, new BitSet());
      List<Prefix> prefixes = set.prefixes();
      AddressSet.Builder again = AddressSet.builder(family);
      BigInteger sum = BigInteger.ZERO;
      for (Prefix prefix : prefixes) {
        again.add(prefix);
        sum = sum.add(BigInteger.ONE.shiftLeft(family.bits() - prefix.length()));
      }
      BigInteger size = BigInteger.ZERO;
      for (int r = 0; r < set.rangeCount(); r++) {
        size = size.add(number(set.last(r))).subtract(number(set.first(r))).add(BigInteger.ONE);
      }
      assertThat(again.build()).as("seed %d case %d", seed, i).isEqualTo(set);
      assertThat(sum).as("seed %d case %d: no address twice", seed, i).isEqualTo(size);
    }
  }

  private static BigInteger number(Address address) {
    return new BigInteger(1, address.toBytes());
  }

  @Test
  void edges() {
    for (Family family : Family.values()) {
      AddressSet all = AddressSet.all(family);
      assertThat(all.complement()).isEqualTo(AddressSet.none(family));
      assertThat(all.prefixes()).hasSize(1);
      assertThat(all.rangeCount()).isEqualTo(1);
      AddressSet last = AddressSet.of(new Prefix(at(family, SIZE - 1), family.bits()));
      assertThat(last.complement().last(0)).isEqualTo(at(family, SIZE - 2));
      AddressSet first = AddressSet.of(new Prefix(at(family, 0), family.bits()));
      assertThat(first.complement().first(0)).isEqualTo(at(family, 1));
      assertThat(first.complement().union(first).isAll()).isTrue();
    }
    assertThat(AddressSet.all(Family.V4).contains(Address.v6(0, 1))).isFalse();
  }

  @Test
  void familiesDoNotMix() {
    assertThatThrownBy(() -> AddressSet.all(Family.V4).union(AddressSet.all(Family.V6)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10/8",
        "0x7f.1",
        "127.1",
        "010.0.0.1",
        "10.0.0.010",
        "256.0.0.1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.4/33",
        "1.2.3.4/",
        "1.2.3.4/08",
        "1.2.3.4/255.0.0.0",
        "::1/129",
        "fe80::1%eth0",
        "1::2::3",
        "*",
        "",
        "1.2.3.*",
        "1-2.3.4.5",
        "10.0.0.1 ",
        "g::",
        "1:2:3:4:5:6:7:8:9",
        "/8"
      })
  void otherDialectsAreRefused(String text) {
    assertThatThrownBy(() -> Prefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void textRoundTrips() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      Address address =
          random.nextBoolean()
              ? Address.v4(random.nextInt())
              : Address.v6(random.nextLong(), random.nextBoolean() ? 0 : random.nextLong());
      assertThat(Address.parse(address.toString())).as("seed %d", seed).isEqualTo(address);
      assertThat(Address.of(address.toBytes())).as("seed %d", seed).isEqualTo(address);
      Prefix prefix = Prefix.masking(address, random.nextInt(address.family().bits() + 1));
      assertThat(Prefix.parse(prefix.toString())).as("seed %d", seed).isEqualTo(prefix);
    }
  }

  @Test
  void mappedAddressStaysIpv6() {
    assertThat(Address.parse("::ffff:192.0.2.1").family()).isEqualTo(Family.V6);
    assertThat(Prefix.hasHostBits("10.0.0.1/24")).isTrue();
    assertThat(Prefix.hasHostBits("2001:db8::1/64")).isTrue();
    assertThat(Prefix.hasHostBits("10.0.0.1")).isFalse();
  }

  /** Many ranges and few, so that runs are copied as a whole. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void algebraOfALargeSetAndASmallOne(Family family) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      BitSet a = new BitSet();
      BitSet b = new BitSet();
      AddressSet x = scattered(family, random, 200, 3, a);
      AddressSet y = scattered(family, random, random.nextInt(5), 60, b);
      String what = "seed " + seed + " case " + i;
      BitSet or = (BitSet) a.clone();
      or.or(b);
      BitSet and = (BitSet) a.clone();
      and.and(b);
      BitSet not = (BitSet) a.clone();
      not.andNot(b);
      BitSet inverse = (BitSet) b.clone();
      inverse.andNot(a);
      assertThat(x.union(y)).as(what).isEqualTo(of(family, or)).isEqualTo(y.union(x));
      assertThat(x.intersect(y)).as(what).isEqualTo(of(family, and)).isEqualTo(y.intersect(x));
      assertThat(x.minus(y)).as(what).isEqualTo(of(family, not));
      assertThat(y.minus(x)).as(what).isEqualTo(of(family, inverse));
      assertThat(x.overlaps(y)).as(what).isEqualTo(!and.isEmpty()).isEqualTo(y.overlaps(x));
      assertThat(x.union(y).hashCode()).as(what).isEqualTo(of(family, or).hashCode());
      assertThat(x.complement().complement()).as(what).isEqualTo(x);
      Prefix prefix = Prefix.masking(address(family, random.nextInt(1024)), family.bits() - 3);
      assertThat(x.overlaps(prefix)).as(what).isEqualTo(x.overlaps(AddressSet.of(prefix)));
    }
  }

  /** The middle of what the low half of an address can hold lies in the middle. */
  private static Address address(Family family, int index) {
    return family == Family.V4 ? Address.v4(index) : Address.v6(index < 512 ? 7 : 8, index - 512);
  }

  private static AddressSet scattered(
      Family family, Random random, int count, int longest, BitSet bits) {
    for (int n = count; n > 0; n--) {
      int from = random.nextInt(1024);
      bits.set(from, Math.min(1024, from + 1 + random.nextInt(longest)));
    }
    return of(family, bits);
  }

  private static AddressSet of(Family family, BitSet bits) {
    AddressSet.Builder out = AddressSet.builder(family);
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int end = bits.nextClearBit(from);
      Address first = address(family, from);
      Address last = address(family, end - 1);
      out.add(first.high(), first.low(), last.high(), last.low());
      from = bits.nextSetBit(end);
    }
    return out.build();
  }
}
