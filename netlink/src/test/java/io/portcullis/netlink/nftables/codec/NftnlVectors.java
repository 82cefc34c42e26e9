package io.portcullis.netlink.nftables.codec;

import io.portcullis.netlink.Align;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MessageHeader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.NftTable;
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

/** The objects of {@code native/nftnl-vectors}, by the same names. */
public final class NftnlVectors {

  private static final Bytes ADDRESS = Bytes.ofHex("0a000001");
  private static final Counter COUNTED = new Counter(1, 60);
  private static final Limit LIMIT = new Limit(10, 1, 5, 0, 0);

  private final Map<String, NftOperation> vectors = new LinkedHashMap<>();

  private NftnlVectors() {}

  /** One operation a vector. */
  public static Map<String, NftOperation> all() {
    NftnlVectors all = new NftnlVectors();
    all.tables();
    all.chains();
    NftnlRuleVectors.all().forEach(all::rule);
    all.sets();
    all.maps();
    all.elements();
    all.objects();
    return all.vectors;
  }

  /** One message, as second of a batch, since the first also asks for an echo; sequence 1. */
  public static Bytes message(NftOperation operation) {
    MessageWriter out = new MessageWriter(4096);
    NftOperation first = new NftOperation.AddTable(new NftTable(NfFamily.INET, "first"));
    BatchCodec unused = BatchCodec.encode(out, List.of(first, operation), 0, -1);
    int at = 0;
    for (int message = 0; message < 2; message++) {
      at += Align.up(MessageHeader.read(out.buffer(), at, out.position()).length());
    }
    byte[] raw = new byte[MessageHeader.read(out.buffer(), at, out.position()).length()];
    out.buffer().get(at, raw);
    return Bytes.of(raw);
  }

  private void tables() {
    vectors.put("table", new NftOperation.AddTable(new NftTable(NfFamily.INET, "t")));
    vectors.put("table-ip6", new NftOperation.AddTable(new NftTable(NfFamily.IPV6, "t")));
    vectors.put(
        "table-dormant-comment",
        new NftOperation.AddTable(
            new NftTable(
                NfFamily.IPV4,
                "t",
                NftTable.F_DORMANT,
                Comments.of("why"),
                UnknownAttributes.NONE)));
  }

  private void chains() {
    chain("chain", NfFamily.INET, NftChain.regular("c", UserData.NONE));
    chain("chain-comment", NfFamily.INET, NftChain.regular("c", Comments.of("why")));
    chain("chain-base", NfFamily.INET, base("filter", BaseHook.PRE_ROUTING, -101, true, ""));
    chain(
        "chain-base-drop-comment",
        NfFamily.IPV4,
        NftChain.base(
            "c",
            new BaseHook(
                "nat", BaseHook.POST_ROUTING, 100, BaseHook.ChainPolicy.DROP, Optional.empty()),
            Comments.of("why")));
    chain("chain-netdev", NfFamily.NETDEV, base("filter", 0, 0, true, "lo"));
  }

  private static NftChain base(String type, int hook, int priority, boolean accept, String device) {
    return NftChain.base(
        "c",
        new BaseHook(
            type,
            hook,
            priority,
            accept ? BaseHook.ChainPolicy.ACCEPT : BaseHook.ChainPolicy.DROP,
            device.isEmpty() ? Optional.empty() : Optional.of(device)),
        UserData.NONE);
  }

  private void chain(String name, NfFamily family, NftChain chain) {
    vectors.put(name, new NftOperation.AddChain(family, "t", chain));
  }

  private void rule(String name, NftRule rule) {
    vectors.put(
        name,
        name.equals("rule-before")
            ? new NftOperation.InsertRule(NfFamily.INET, "t", rule, 9)
            : new NftOperation.AddRule(NfFamily.INET, "t", rule));
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
    set("set-comment", plain.withUserData(Comments.ofSet("why")));
    set("set-counter", of(NftSet.F_EXPR, 7, 4, 0, List.of(), 0, 0, 0, 0, List.of(Counter.ZERO)));
    set(
        "set-counter-limit",
        of(NftSet.F_EXPR, 7, 4, 0, List.of(), 0, 0, 0, 0, List.of(Counter.ZERO, LIMIT)));
    set("map-object", of(NftSet.F_OBJECT, 7, 4, 0, List.of(), 0, 0, 0, 1, List.of()));
  }

  private void maps() {
    set(
        "map",
        new NftSet(
            "s",
            NftSet.F_MAP,
            13,
            2,
            7,
            4,
            0,
            List.of(),
            0,
            0,
            0,
            0,
            List.of(),
            UserData.NONE,
            UnknownAttributes.NONE));
    set("map-verdict", NftSet.verdictMap("s", 0, 12 << 12 | 13 << 6 | 7, 12));
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
    vectors.put(
        "elements-deleted",
        new NftOperation.DeleteElements(
            NfFamily.INET, "t", "s", new SetElements.Listed(List.of(plain))));
    elements(
        "elements-interval",
        NftSetElem.of(Bytes.ofHex("0a000000")),
        NftSetElem.intervalEnd(Bytes.ofHex("0b000000")));
    elements(
        "elements-ranges",
        element(
            Bytes.ofHex("0a00000000500000"),
            Optional.of(Bytes.ofHex("0affffff005a0000")),
            0,
            Optional.empty(),
            0,
            List.of()));
    elements(
        "elements-verdict",
        NftSetElem.of(Bytes.ofU16(80), Verdict.goTo("d")),
        NftSetElem.of(Bytes.ofU16(443), Verdict.DROP));
    elements("elements-data", with(Bytes.ofU16(80), new ElementData.OfValue(ADDRESS)));
    elements("elements-object", with(ADDRESS, new ElementData.OfObject("o")));
    elements(
        "elements-timeout",
        element(ADDRESS, Optional.empty(), 0, Optional.empty(), 30_000, List.of()));
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

  private void objects() {
    object("object-counter", "0c00010000000000000000b40c0002000000000000000003", UserData.NONE);
    object(
        "object-counter-comment",
        "0c00010000000000000000000c0002000000000000000000",
        Comments.of("why"));
  }

  /** Objects' data is opaque here: the attributes of a counter, on a little-endian machine. */
  private void object(String name, String data, UserData userData) {
    vectors.put(
        name,
        new NftOperation.AddObject(
            NfFamily.INET,
            "t",
            new NftObject(
                "o", NftObject.COUNTER, Bytes.ofHex(data), userData, UnknownAttributes.NONE)));
  }
}
