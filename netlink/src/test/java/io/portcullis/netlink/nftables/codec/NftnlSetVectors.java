package io.portcullis.netlink.nftables.codec;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Limit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sets, maps and elements of {@code native/nftnl-vectors/sets.c}, by the same names. */
final class NftnlSetVectors {

  private static final Bytes ADDRESS = Bytes.ofHex("0a000001");
  private static final Counter COUNTED = new Counter(1, 60);
  private static final Limit LIMIT = new Limit(10, 1, 5, 0, 0);

  private final Map<String, NftOperation> vectors = new LinkedHashMap<>();

  private NftnlSetVectors() {}

  static Map<String, NftOperation> all() {
    NftnlSetVectors all = new NftnlSetVectors();
    all.sets();
    all.maps();
    all.elements();
    return all.vectors;
  }

  private void sets() {
    NftSet plain = NftSet.set("s", 0, 7, 4);
    set("set", plain);
    set("set-timeout", of(NftSet.F_TIMEOUT, 7, 4, 0, List.of(), 60_000, 5000, 0, 0, List.of()));
    set("set-size-memory", of(0, 7, 4, 100, List.of(), 0, 0, 1, 0, List.of()));
    set("set-interval", NftSet.set("s", NftSet.F_INTERVAL, 7, 4));
    set(
        "set-concatenated-ranges",
        of(
            NftSet.F_INTERVAL | NftSet.F_CONCAT,
            7 << 6 | 13,
            8,
            0,
            List.of(4, 2),
            0,
            0,
            0,
            0,
            List.of()));
    set("set-constant", NftSet.set("s", NftSet.F_CONSTANT, 7, 4));
    set(
        "set-concatenated-ranges-size",
        of(
            NftSet.F_INTERVAL | NftSet.F_CONCAT,
            7 << 6 | 13,
            8,
            100,
            List.of(4, 2),
            0,
            0,
            0,
            0,
            List.of()));
    set("set-comment", plain.withUserData(Comments.ofSet("why")));
    set("set-counter", of(NftSet.F_EXPR, 7, 4, 0, List.of(), 0, 0, 0, 0, List.of(Counter.ZERO)));
    set(
        "set-counter-limit",
        of(NftSet.F_EXPR, 7, 4, 0, List.of(), 0, 0, 0, 0, List.of(Counter.ZERO, LIMIT)));
    set("map-object", of(NftSet.F_OBJECT, 7, 4, 0, List.of(), 0, 0, 0, 1, List.of()));
  }

  private void maps() {
    set("map", map(0, 13, 2, 7, 4));
    set("map-interval", map(NftSet.F_INTERVAL, 7, 4, 13, 2));
    set("map-verdict", NftSet.verdictMap("s", 0, 12 << 12 | 13 << 6 | 7, 12));
  }

  private static NftSet map(int flags, int keyType, int keyLength, int dataType, int dataLength) {
    return new NftSet(
        "s",
        flags | NftSet.F_MAP,
        keyType,
        keyLength,
        dataType,
        dataLength,
        0,
        List.of(),
        0,
        0,
        0,
        0,
        List.of(),
        UserData.NONE,
        UnknownAttributes.NONE);
  }

  private static NftSet of(
      int flags,
      int keyType,
      int keyLength,
      int size,
      List<Integer> fields,
      long timeout,
      int gcInterval,
      int policy,
      int objectType,
      List<Expression> expressions) {
    return new NftSet(
        "s",
        flags,
        keyType,
        keyLength,
        0,
        0,
        size,
        fields,
        timeout,
        gcInterval,
        policy,
        objectType,
        expressions,
        UserData.NONE,
        UnknownAttributes.NONE);
  }

  private void set(String name, NftSet set) {
    vectors.put(name, new NftOperation.AddSet(NfFamily.INET, "t", set));
  }

  private void elements() {
    NftSetElem plain = NftSetElem.of(ADDRESS);
    elements("elements", plain, NftSetElem.of(Bytes.ofHex("0a000002")));
    deleted("elements-deleted", plain);
    elements(
        "elements-interval",
        NftSetElem.of(Bytes.ofHex("0a000000")),
        NftSetElem.intervalEnd(Bytes.ofHex("0b000000")));
    NftSetElem range =
        element(
            Bytes.ofHex("0a00000000500000"),
            Optional.of(Bytes.ofHex("0affffff005a0000")),
            0,
            Optional.empty(),
            0,
            List.of());
    elements("elements-ranges", range);
    deleted("elements-ranges-deleted", range);
    elements(
        "elements-verdict",
        NftSetElem.of(Bytes.ofU16(80), Verdict.goTo("d")),
        NftSetElem.of(Bytes.ofU16(443), Verdict.DROP));
    elements("elements-data", with(Bytes.ofU16(80), new ElementData.OfValue(ADDRESS)));
    elements("elements-object", with(ADDRESS, new ElementData.OfObject("o")));
    elements(
        "elements-timeout",
        element(ADDRESS, Optional.empty(), 0, Optional.empty(), 30_000, List.of()));
    elements(
        "elements-expiration",
        new NftSetElem(
            ADDRESS,
            Optional.empty(),
            0,
            Optional.empty(),
            30_000,
            20_000,
            List.of(),
            UserData.NONE,
            UnknownAttributes.NONE));
    elements("elements-comment", plain.withUserData(Comments.of("why")));
    elements("elements-counter", counting(List.of(COUNTED)));
    elements("elements-counter-limit", counting(List.of(COUNTED, LIMIT)));
    elements(
        "elements-catchall",
        element(
            Bytes.EMPTY,
            Optional.empty(),
            NftSetElem.F_CATCHALL,
            Optional.of(new ElementData.OfVerdict(Verdict.DROP)),
            0,
            List.of()));
  }

  private void deleted(String name, NftSetElem element) {
    vectors.put(
        name,
        new NftOperation.DeleteElements(
            NfFamily.INET, "t", "s", new SetElements.Listed(List.of(element))));
  }

  private static NftSetElem with(Bytes key, ElementData data) {
    return element(key, Optional.empty(), 0, Optional.of(data), 0, List.of());
  }

  private static NftSetElem counting(List<Expression> expressions) {
    return element(ADDRESS, Optional.empty(), 0, Optional.empty(), 0, expressions);
  }

  private static NftSetElem element(
      Bytes key,
      Optional<Bytes> keyEnd,
      int flags,
      Optional<ElementData> data,
      long timeout,
      List<Expression> expressions) {
    return new NftSetElem(
        key, keyEnd, flags, data, timeout, expressions, UserData.NONE, UnknownAttributes.NONE);
  }

  private void elements(String name, NftSetElem... elements) {
    vectors.put(
        name,
        new NftOperation.AddElements(
            NfFamily.INET, "t", "s", new SetElements.Listed(List.of(elements))));
  }
}
