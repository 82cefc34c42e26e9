package io.portcullis.integration.foreign;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Sets and maps of every kind, with keys among the values that the packets have. */
final class ForeignSets {

  /** A set with its elements, and what it is asked with. */
  record Filled(NftSet set, SetElements elements, Key key) {}

  /** What a set is keyed by. */
  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  enum Key {
    PORT(List.of(2), NftDataType.INET_SERVICE),
    PROTOCOL(List.of(1), NftDataType.INET_PROTO),
    SOURCE(List.of(4), NftDataType.IPV4_ADDR),
    SERVICE(List.of(1, 2), NftDataType.concat(NftDataType.INET_PROTO, NftDataType.INET_SERVICE)),
    SOURCE_AND_PORT(
        List.of(4, 2), NftDataType.concat(NftDataType.IPV4_ADDR, NftDataType.INET_SERVICE)),
    SOURCE6(List.of(16), NftDataType.IPV6_ADDR),
    DESTINATION(List.of(4), NftDataType.IPV4_ADDR),
    SOURCE_PORT(List.of(2), NftDataType.INET_SERVICE),
    ALL(
        List.of(1, 2, 4),
        NftDataType.concat(
            NftDataType.INET_PROTO, NftDataType.INET_SERVICE, NftDataType.IPV4_ADDR));

    final List<Integer> fields;
    final int type;

    Key(List<Integer> fields, int type) {
      this.fields = fields;
      this.type = type;
    }

    int length() {
      return fields.size() == 1 ? fields.get(0) : 4 * fields.size();
    }
  }

  private final Random random;
  private final Supplier<Verdict> verdicts;

  ForeignSets(Random random, Supplier<Verdict> verdicts) {
    this.random = random;
    this.verdicts = verdicts;
  }

  Filled next(String name) {
    Key key = Key.values()[random.nextInt(Key.values().length)];
    boolean interval = random.nextInt(2) == 0;
    int kind = random.nextInt(4);
    boolean map = kind > 1;
    boolean counted = kind == 1 && !interval;
    int flags =
        (interval ? NftSet.F_INTERVAL : 0)
            | (interval && key.fields.size() > 1 ? NftSet.F_CONCAT : 0)
            | (map ? NftSet.F_MAP : 0)
            | (counted ? NftSet.F_EXPR : 0);
    NftSet set =
        new NftSet(
            name,
            flags,
            key.type,
            key.length(),
            map ? kind == 2 ? NftSet.DATA_VERDICT : NftDataType.MARK : 0,
            map ? kind == 2 ? 16 : 4 : 0,
            0,
            interval && key.fields.size() > 1 ? key.fields : List.of(),
            0,
            0,
            0,
            0,
            counted ? List.of(Counter.ZERO) : List.of(),
            UserData.NONE,
            UnknownAttributes.NONE);
    return new Filled(set, new SetElements.Listed(elements(set, key)), key);
  }

  private List<NftSetElem> elements(NftSet set, Key key) {
    boolean interval = (set.flags() & NftSet.F_INTERVAL) != 0;
    if (!interval) {
      TreeSet<Bytes> keys = new TreeSet<>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        keys.add(key(key));
      }
      return keys.stream().map(bytes -> element(set, bytes, Optional.empty())).toList();
    }
    return key.fields.size() > 1 ? ranges(set, key) : intervals(set, key);
  }

  /** Disjoint intervals, some of which touch. */
  private List<NftSetElem> intervals(NftSet set, Key key) {
    TreeSet<Bytes> bounds = new TreeSet<>();
    for (int i = 0; i < 3 + random.nextInt(6); i++) {
      bounds.add(key(key));
    }
    List<Bytes> sorted = List.copyOf(bounds);
    List<NftSetElem> out = new ArrayList<>();
    for (int i = 0; i + 1 < sorted.size(); i += 2) {
      out.add(element(set, sorted.get(i), Optional.empty()));
      boolean last = i + 3 >= sorted.size();
      // Without an end it reaches as far as there are keys.
      if (!last || random.nextInt(4) > 0) {
        out.add(NftSetElem.intervalEnd(sorted.get(i + 1)));
      }
    }
    return out;
  }

  /** Concatenated ranges whose second fields do not overlap. */
  private List<NftSetElem> ranges(NftSet set, Key key) {
    List<NftSetElem> out = new ArrayList<>();
    int port = 79;
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      Bytes one = key(key);
      Bytes other = key(key);
      byte[] from = one.toArray();
      byte[] to = other.toArray();
      for (int field = 0; field < key.fields.size(); field++) {
        int at = 4 * field;
        int past = at + key.fields.get(field);
        if (java.util.Arrays.compareUnsigned(from, at, past, to, at, past) > 0) {
          System.arraycopy(other.toArray(), at, from, at, past - at);
          System.arraycopy(one.toArray(), at, to, at, past - at);
        }
      }
      int end = port + random.nextInt(3);
      Bytes.ofU16(port).copyTo(from, 4);
      Bytes.ofU16(end).copyTo(to, 4);
      port = end + 1 + random.nextInt(2);
      out.add(element(set, Bytes.of(from), Optional.of(Bytes.of(to))));
    }
    return out;
  }

  private Bytes key(Key key) {
    Bytes port = Bytes.ofU16(ForeignPackets.port(random));
    Bytes protocol = Bytes.ofU8(ForeignPackets.protocol(random));
    Bytes source = Bytes.of(ForeignPackets.source4(random).toBytes());
    byte[] out = new byte[key.length()];
    switch (key) {
      case PORT -> port.copyTo(out, 0);
      case PROTOCOL -> protocol.copyTo(out, 0);
      case SOURCE -> source.copyTo(out, 0);
      case SERVICE -> {
        protocol.copyTo(out, 0);
        port.copyTo(out, 4);
      }
      case SOURCE_AND_PORT -> {
        source.copyTo(out, 0);
        port.copyTo(out, 4);
      }
      case SOURCE6 -> Bytes.of(ForeignPackets.source6(random).toBytes()).copyTo(out, 0);
      case DESTINATION -> Bytes.of(ForeignPackets.elsewhere4(random).toBytes()).copyTo(out, 0);
      case SOURCE_PORT -> Bytes.ofU16(999 + random.nextInt(5)).copyTo(out, 0);
      case ALL -> {
        protocol.copyTo(out, 0);
        port.copyTo(out, 4);
        source.copyTo(out, 8);
      }
    }
    return Bytes.of(out);
  }

  private NftSetElem element(NftSet set, Bytes key, Optional<Bytes> end) {
    Optional<ElementData> data =
        (set.flags() & NftSet.F_MAP) == 0
            ? Optional.empty()
            : Optional.of(
                set.isVerdictMap()
                    ? new ElementData.OfVerdict(verdicts.get())
                    : new ElementData.OfValue(Bytes.ofU32(random.nextInt(3))));
    List<Expression> expressions = set.expressions();
    return new NftSetElem(key, end, 0, data, 0, expressions, UserData.NONE, UnknownAttributes.NONE);
  }
}
