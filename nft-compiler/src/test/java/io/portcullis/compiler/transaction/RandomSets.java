package io.portcullis.compiler.transaction;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Rulesets with sets of every kind that there is a kernel back-end for, whose definitions, elements
 * and users vary: hash, bounds of intervals, ranges in concatenations; with verdicts, with
 * comments, with counters.
 */
final class RandomSets {

  private static final BaseHook HOOK =
      new BaseHook(
          "filter", BaseHook.PRE_ROUTING, -101, BaseHook.ChainPolicy.ACCEPT, Optional.empty());
  private static final int CHAINS = 4;

  private final Random random;
  private final Map<String, NftChain> chains = new LinkedHashMap<>();
  private final Map<String, List<NftRule>> rules = new LinkedHashMap<>();
  private final Map<String, NftSet> sets = new LinkedHashMap<>();
  private final Map<String, SetElements> elements = new LinkedHashMap<>();

  private RandomSets(long seed) {
    this.random = new Random(seed);
  }

  static Ruleset ruleset(long seed) {
    RandomSets sets = new RandomSets(seed);
    sets.make();
    return new Ruleset(
        new NftTable(NfFamily.INET, KernelTable.NAME),
        sets.chains,
        sets.rules,
        sets.sets,
        sets.elements);
  }

  private void make() {
    chains.put("prerouting", NftChain.base("prerouting", HOOK, Comments.of("base")));
    for (int i = 0; i < CHAINS; i++) {
      UserData comment = random.nextInt(5) == 0 ? Comments.of("other") : Comments.of("a chain");
      chains.put("c" + i, NftChain.regular("c" + i, comment));
      rules.put("c" + i, chain("c" + i));
    }
    hash("hash", List.of());
    hash("counted", List.of(Counter.ZERO));
    bounds("bounds", false);
    bounds("regions", true);
    ranges();
    List<NftRule> base = new ArrayList<>();
    for (String set : sets.keySet()) {
      Optional<Lookup.MapData> data =
          sets.get(set).isVerdictMap() ? Optional.of(Lookup.MapData.VERDICT) : Optional.empty();
      for (int i = random.nextInt(3); i > 0; i--) {
        base.add(
            NftRule.of(
                    "prerouting",
                    Counter.ZERO,
                    new Immediate.Value(Register.R0, Bytes.zero(8)),
                    new Lookup(set, Register.R0, data, false))
                .withUserData(random.nextInt(4) == 0 ? Comments.of("other") : UserData.NONE));
      }
    }
    rules.put("prerouting", base);
  }

  private List<NftRule> chain(String name) {
    List<NftRule> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Verdict verdict = random.nextBoolean() ? Verdict.DROP : Verdict.ACCEPT;
      list.add(NftRule.of(name, Counter.ZERO, new Immediate.Verdict(verdict)));
    }
    return list;
  }

  private void add(NftSet set, List<NftSetElem> list) {
    if (random.nextInt(10) > 0) {
      sets.put(set.name(), set);
      elements.put(set.name(), new SetElements.Listed(list));
    }
  }

  private void hash(String name, List<Expression> onElements) {
    NftSet set =
        NftSet.verdictMap(name, 0, NftDataType.MARK, 4).withSize(random.nextInt(3) == 0 ? 64 : 32);
    List<NftSetElem> list = new ArrayList<>();
    for (int key = 0; key < 40; key++) {
      if (random.nextInt(3) == 0) {
        NftSetElem element = NftSetElem.of(Bytes.ofU32(key), verdict());
        boolean comment = random.nextInt(4) == 0;
        list.add(comment ? element.withUserData(Comments.of("an element")) : element);
      }
    }
    add(with(set, List.of(), onElements), list);
  }

  /** Intervals of a two-byte key; in a map, one may begin where another ends. */
  private void bounds(String name, boolean map) {
    int type = NftDataType.INET_SERVICE;
    NftSet set =
        map
            ? NftSet.verdictMap(name, NftSet.F_INTERVAL, type, 2)
            : NftSet.set(name, NftSet.F_INTERVAL, type, 2);
    List<NftSetElem> list = new ArrayList<>();
    int at = random.nextInt(6);
    while (at < 60) {
      list.add(map ? NftSetElem.of(Bytes.ofU16(at), verdict()) : NftSetElem.of(Bytes.ofU16(at)));
      at += 1 + random.nextInt(8);
      if (at >= 60 && random.nextBoolean()) {
        break;
      }
      list.add(NftSetElem.intervalEnd(Bytes.ofU16(at)));
      at += map ? random.nextInt(3) : 1 + random.nextInt(8);
    }
    add(set, list);
  }

  private void ranges() {
    int type = NftDataType.concat(NftDataType.INET_SERVICE, NftDataType.INET_SERVICE);
    NftSet set = NftSet.verdictMap("ranges", NftSet.F_INTERVAL | NftSet.F_CONCAT, type, 8);
    List<NftSetElem> list = new ArrayList<>();
    for (int key = 0; key < 20; key++) {
      int first = random.nextInt(6);
      if (random.nextBoolean()) {
        list.add(range(key, first, first + random.nextInt(6)));
      }
    }
    add(with(set, List.of(2, 2), List.of()), list);
  }

  private NftSetElem range(int key, int first, int last) {
    byte[] from = {0, (byte) key, 0, 0, 0, (byte) first, 0, 0};
    byte[] to = {0, (byte) key, 0, 0, 0, (byte) last, 0, 0};
    return new NftSetElem(
        Bytes.of(from),
        Optional.of(Bytes.of(to)),
        0,
        Optional.of(new ElementData.OfVerdict(verdict())),
        0,
        List.of(),
        UserData.NONE,
        UnknownAttributes.NONE);
  }

  private Verdict verdict() {
    int which = random.nextInt(2 * CHAINS);
    return which < CHAINS ? Verdict.goTo("c" + which) : Verdict.DROP;
  }

  private static NftSet with(NftSet s, List<Integer> fields, List<Expression> onElements) {
    return new NftSet(
        s.name(),
        s.flags(),
        s.keyType(),
        s.keyLength(),
        s.dataType(),
        s.dataLength(),
        s.size(),
        fields,
        s.timeout(),
        s.gcInterval(),
        s.policy(),
        s.objectType(),
        onElements,
        s.userData(),
        s.unknown());
  }
}
