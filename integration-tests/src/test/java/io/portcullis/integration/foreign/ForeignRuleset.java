package io.portcullis.integration.foreign;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
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

/** A random ruleset that a kernel accepts: chains lead on to later chains only. */
final class ForeignRuleset {

  static final String TABLE = "foreign";
  private static final String BASE = "base";

  private final Random random;
  private final List<ForeignSets.Filled> sets = new ArrayList<>();
  private final Map<String, List<NftRule>> rules = new LinkedHashMap<>();
  private final ForeignTests tests;
  private int chains;
  private int at;

  private ForeignRuleset(Random random, ForeignTests.Kind kind) {
    this.random = random;
    this.tests = new ForeignTests(random, kind);
  }

  static Ruleset next(Random random, String link, ForeignTests.Kind kind) {
    return new ForeignRuleset(random, kind).make(link);
  }

  private Ruleset make(String link) {
    chains = 2 + random.nextInt(5);
    // Maps may be asked from any chain, so that they lead to the last ones only.
    at = chains / 2;
    ForeignSets make = new ForeignSets(random, this::verdict);
    for (int i = 0; i < 5; i++) {
      sets.add(make.next("set-" + i));
    }
    for (int chain = 0; chain < chains; chain++) {
      at = chain;
      List<NftRule> list = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        list.add(NftRule.of(name(chain), rule(link).toArray(Expression[]::new)));
      }
      rules.put(name(chain), list);
    }
    return ruleset();
  }

  private Ruleset ruleset() {
    Map<String, NftChain> named = new LinkedHashMap<>();
    BaseHook.ChainPolicy policy =
        random.nextInt(3) == 0 ? BaseHook.ChainPolicy.DROP : BaseHook.ChainPolicy.ACCEPT;
    BaseHook hook =
        new BaseHook("filter", BaseHook.PRE_ROUTING, -101, policy, Optional.<String>empty());
    for (int i = 0; i < chains; i++) {
      named.put(
          name(i),
          i == 0
              ? NftChain.base(BASE, hook, UserData.NONE)
              : NftChain.regular(name(i), UserData.NONE));
    }
    Map<String, NftSet> all = new LinkedHashMap<>();
    Map<String, SetElements> elements = new LinkedHashMap<>();
    for (ForeignSets.Filled filled : sets) {
      all.put(filled.set().name(), filled.set());
      elements.put(filled.set().name(), filled.elements());
    }
    NftTable table = new NftTable(NfFamily.INET, TABLE, 0, UserData.NONE, UnknownAttributes.NONE);
    return new Ruleset(table, named, rules, all, elements);
  }

  private static String name(int chain) {
    return chain == 0 ? BASE : "chain-" + chain;
  }

  private Verdict verdict() {
    boolean leads = at + 1 < chains && random.nextInt(2) == 0;
    String to = name(at + 1 + (leads ? random.nextInt(chains - at - 1) : 0));
    if (leads) {
      return random.nextBoolean() ? Verdict.jump(to) : Verdict.goTo(to);
    }
    return switch (random.nextInt(5)) {
      case 0 -> Verdict.DROP;
      case 1 -> Verdict.ACCEPT;
      case 2 -> Verdict.CONTINUE;
      default -> Verdict.RETURN;
    };
  }

  private List<Expression> rule(String link) {
    List<Expression> out = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      if (random.nextInt(4) == 0) {
        out.add(Counter.ZERO);
      }
      if (random.nextInt(5) < 2) {
        lookup(out);
      } else {
        tests.add(out, link);
      }
    }
    out.add(Counter.ZERO);
    if (random.nextInt(3) > 0) {
      out.add(new Immediate.Verdict(verdict()));
    }
    return out;
  }

  private void lookup(List<Expression> out) {
    ForeignSets.Filled of = sets.get(random.nextInt(sets.size()));
    NftSet set = of.set();
    Register key = new Register(random.nextInt(16 - (set.keyLength() + 3) / 4));
    tests.load(out, of.key(), key);
    if (set.isVerdictMap()) {
      // A map's chains come later than those that may ask it.
      boolean late = at < chains / 2 || at == 0;
      if (late) {
        out.add(Lookup.verdict(set.name(), key));
      }
    } else if ((set.flags() & NftSet.F_MAP) != 0) {
      Register to = new Register(random.nextInt(16));
      out.add(new Lookup(set.name(), key, Optional.of(new Lookup.MapData.ToRegister(to)), false));
      out.add(tests.compare(to, Bytes.ofU32(random.nextInt(3))));
    } else {
      out.add(
          new Lookup(set.name(), key, Optional.<Lookup.MapData>empty(), random.nextInt(3) == 0));
    }
  }
}
