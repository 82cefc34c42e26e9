package io.portcullis.compiler.proof;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.policy.address.Family;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which packets may get to the places in which two rulesets differ. More is right, less is not. */
final class Reached {

  /** So many boxes of one kind are told apart; where there are more, everything is reached. */
  private static final int MANY = 1024;

  private final List<RulesetChange.ChainPair> chains;
  private final Map<SetPair, List<RulesetChange.SetUse>> uses;
  private final Ruleset ruleset;
  private final Map<Integer, Map<Family, List<PacketBox>>> known = new HashMap<>();

  Reached(
      List<RulesetChange.ChainPair> chains,
      Map<SetPair, List<RulesetChange.SetUse>> uses,
      Ruleset ruleset) {
    this.chains = chains;
    this.uses = uses;
    this.ruleset = ruleset;
  }

  /** Adds the packets that get to a difference; false if there are too many. */
  boolean collect(Set<PacketBox> out) {
    for (Family family : Family.values()) {
      for (int chain = 0; chain < chains.size(); chain++) {
        int unlike = chains.get(chain).unlike;
        if (unlike >= 0 && passes(chain, unlike, family)) {
          out.addAll(of(chain, family));
        }
      }
      for (Map.Entry<SetPair, List<RulesetChange.SetUse>> entry : uses.entrySet()) {
        for (RulesetChange.SetUse use : entry.getValue()) {
          if (!entry.getKey().changed().isEmpty()) {
            out.addAll(with(use, entry.getKey().changed(), family));
          }
        }
      }
    }
    return out.size() <= MANY;
  }

  /** The packets that get to a chain. */
  private List<PacketBox> of(int chain, Family family) {
    Map<Family, List<PacketBox>> families = known.computeIfAbsent(chain, k -> new HashMap<>());
    List<PacketBox> found = families.get(family);
    if (found == null) {
      // Should chains go in a circle, all packets go there.
      families.put(family, List.of(PacketBox.everything(family)));
      found = find(chain, family);
      families.put(family, found);
    }
    return found;
  }

  private List<PacketBox> find(int chain, Family family) {
    if (chain == 0) {
      return List.of(PacketBox.everything(family));
    }
    Set<PacketBox> out = new LinkedHashSet<>();
    for (RulesetChange.Jump jump : chains.get(chain).from) {
      if (passes(jump.chain(), jump.rule(), family)) {
        Asked.before(jump.of(), jump.expression(), family)
            .ifPresent(box -> meet(List.of(box), of(jump.chain(), family), out));
      }
    }
    for (SetPair set : chains.get(chain).fromSets) {
      List<Bytes> keys = set.targets().getOrDefault(chain, List.of());
      for (RulesetChange.SetUse use : uses.getOrDefault(set, List.of())) {
        out.addAll(with(use, keys, family));
        if (out.size() > MANY) {
          break;
        }
      }
    }
    return out.size() > MANY ? List.of(PacketBox.everything(family)) : List.copyOf(out);
  }

  private List<PacketBox> with(RulesetChange.SetUse use, List<Bytes> keys, Family family) {
    if (!passes(use.chain(), use.rule(), family)) {
      return List.of();
    }
    List<PacketBox> boxes = new ArrayList<>();
    for (Bytes key : keys) {
      (RulesetChange.isAny(key)
              ? Asked.before(use.of(), use.expression(), family)
              : Asked.with(use.of(), use.expression(), family, use.lookup().sreg(), key))
          .ifPresent(boxes::add);
      if (boxes.size() > MANY) {
        return of(use.chain(), family);
      }
    }
    Set<PacketBox> out = new LinkedHashSet<>();
    meet(boxes, of(use.chain(), family), out);
    return List.copyOf(out);
  }

  private static void meet(List<PacketBox> some, List<PacketBox> others, Set<PacketBox> out) {
    boolean all = (long) some.size() * others.size() > MANY;
    for (PacketBox one : some) {
      if (all) {
        out.add(one);
      } else {
        others.forEach(other -> one.and(other).ifPresent(out::add));
      }
    }
  }

  /** False if a rule before sends all packets of that family elsewhere. */
  private boolean passes(int chain, int rule, Family family) {
    List<NftRule> rules = ruleset.rulesOf(chains.get(chain).after);
    for (int i = 0; i < Math.min(rule, rules.size()); i++) {
      if (takesAll(rules.get(i), family)) {
        return false;
      }
    }
    return true;
  }

  private static boolean takesAll(NftRule rule, Family family) {
    return familyTaken(rule).equals(Optional.of(family));
  }

  /** The family of which a rule sends all packets elsewhere, and no others; empty if of none. */
  static Optional<Family> familyTaken(NftRule rule) {
    List<Expression> all =
        rule.expressions().stream().filter(e -> !(e instanceof Counter)).toList();
    boolean takes =
        all.size() == 3
            && all.get(0) instanceof Meta meta
            && meta.key() == Meta.NFPROTO
            && all.get(1) instanceof Cmp cmp
            && cmp.op() == Cmp.Op.EQ
            && cmp.sreg().equals(meta.dreg())
            && cmp.data().length() == 1
            && all.get(2) instanceof Immediate.Verdict verdict
            && verdict.verdict().code() == io.portcullis.netlink.nftables.Verdict.NFT_GOTO;
    if (!takes) {
      return Optional.empty();
    }
    return switch (((Cmp) all.get(1)).data().u8(0)) {
      case 2 -> Optional.of(Family.V4);
      case 10 -> Optional.of(Family.V6);
      default -> Optional.empty();
    };
  }
}
