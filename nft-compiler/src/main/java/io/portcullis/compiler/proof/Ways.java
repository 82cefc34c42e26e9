package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.policy.address.Family;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which packets may look a key up in a ruleset whose rules stay, while elements of hash maps come
 * and go. More is right, less is not: what is too much to tell is everything.
 */
final class Ways {

  /** So many boxes of one kind are told apart. */
  private static final int MANY = 1024;

  /** So many chains are followed back from where a key is looked up. */
  private static final int DEEP = 4;

  private final Map<String, List<Use>> uses = new HashMap<>();
  private final Map<String, List<Jump>> jumps = new HashMap<>();
  private final Map<String, Set<String>> setsTo = new HashMap<>();
  private final RulesetInterpreter interpreter;
  private final Families families;

  /** A lookup. */
  private record Use(NftRule rule, int expression, Lookup lookup) {}

  /** A verdict of a rule that leads to a chain. */
  private record Jump(NftRule rule, int expression) {}

  /** Of a ruleset, whose elements of now are those of {@code interpreter}. */
  Ways(Ruleset ruleset, RulesetInterpreter interpreter) {
    this.interpreter = interpreter;
    this.families = new Families(ruleset, interpreter);
    for (List<NftRule> rules : ruleset.rules().values()) {
      for (NftRule rule : rules) {
        for (int i = 0; i < rule.expressions().size(); i++) {
          index(rule, i, rule.expressions().get(i));
        }
      }
    }
    ruleset
        .sets()
        .keySet()
        .forEach(
            set ->
                interpreter
                    .chainsOf(set)
                    .forEach(to -> setsTo.computeIfAbsent(to, k -> new HashSet<>()).add(set)));
  }

  private void index(NftRule rule, int at, Expression expression) {
    if (expression instanceof Lookup lookup) {
      uses.computeIfAbsent(lookup.set(), k -> new ArrayList<>()).add(new Use(rule, at, lookup));
    } else if (expression instanceof Immediate.Verdict immediate) {
      immediate
          .verdict()
          .chain()
          .ifPresent(
              to -> jumps.computeIfAbsent(to, k -> new ArrayList<>()).add(new Jump(rule, at)));
    }
  }

  /** Notes that an element of a map now has a verdict. */
  void leads(String set, Verdict verdict) {
    verdict
        .chain()
        .filter(to -> setsTo.computeIfAbsent(to, k -> new HashSet<>()).add(set))
        .ifPresent(to -> families.forget());
  }

  /** Adds the packets of a family that may look a key up. */
  void with(String set, Bytes key, Family family, Set<PacketBox> out) {
    for (Use use : uses.getOrDefault(set, List.of())) {
      Optional<PacketBox> box =
          families.reach(use.rule().chain(), family) ? asked(use, key, family) : Optional.empty();
      if (box.isEmpty()) {
        continue;
      }
      if (box.get().narrows(Dimension.DESTINATION_PORT)) {
        out.add(box.get());
      } else {
        for (PacketBox way : to(use.rule().chain(), family, DEEP)) {
          way.and(box.get()).ifPresent(out::add);
        }
      }
    }
  }

  private static Optional<PacketBox> asked(Use use, Bytes key, Family family) {
    return Asked.with(use.rule(), use.expression(), family, use.lookup().sreg(), key);
  }

  /** The packets that may get to a chain. */
  private List<PacketBox> to(String chain, Family family, int deep) {
    List<PacketBox> everything = List.of(PacketBox.everything(family));
    if (deep == 0 || !(jumps.containsKey(chain) || setsTo.containsKey(chain))) {
      return everything;
    }
    List<PacketBox> out = new ArrayList<>();
    for (Jump jump : jumps.getOrDefault(chain, List.of())) {
      Optional<PacketBox> box = Asked.before(jump.rule(), jump.expression(), family);
      for (PacketBox way : to(jump.rule().chain(), family, deep - 1)) {
        box.flatMap(way::and).ifPresent(out::add);
      }
    }
    for (String set : setsTo.getOrDefault(chain, Set.of())) {
      Optional<List<Bytes>> keys = interpreter.keysTo(set, chain);
      if (keys.isEmpty()) {
        return everything;
      }
      for (Use use : uses.getOrDefault(set, List.of())) {
        for (Bytes key : keys.get()) {
          asked(use, key, family).ifPresent(box -> join(out, box));
        }
      }
    }
    return out.size() > MANY ? everything : List.copyOf(new LinkedHashSet<>(out));
  }

  private static void join(List<PacketBox> out, PacketBox box) {
    int last = out.size() - 1;
    Optional<PacketBox> joined = last < 0 ? Optional.empty() : out.get(last).joined(box);
    if (joined.isPresent()) {
      out.set(last, joined.get());
    } else {
      out.add(box);
    }
  }
}
