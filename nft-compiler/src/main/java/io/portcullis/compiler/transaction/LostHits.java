package io.portcullis.compiler.transaction;

import io.portcullis.compiler.ElementOutcome;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NamedCounter;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was counted for an outcome by elements that go, while the outcome stays: a named counter of
 * the table keeps it, called as the comment of such elements. Nothing refers to it; the hits of a
 * rule are the sum of its elements, its chain and this counter. So a rule's hits only ever grow,
 * whichever members its sets lose and whichever maps are made anew.
 */
final class LostHits {

  /** By which our counters are known. */
  private static final UserData COMMENT = Comments.of("hits counted by elements that are gone");

  private final Ruleset held;
  private final Ruleset wanted;
  private final Set<String> chains = new HashSet<>();
  private final Map<String, Counter> lost = new LinkedHashMap<>();

  LostHits(Ruleset held, Ruleset wanted) {
    this.held = held;
    this.wanted = wanted;
    wanted.chains().keySet().forEach(chain -> chains.add(VersionedName.logical(chain)));
  }

  /** Notes elements that go. */
  void gone(SetElements elements) {
    add(elements, 1);
  }

  /** Notes elements that come with the counts of others that go. */
  void kept(SetElements elements) {
    add(elements, -1);
  }

  /** Notes a chain that goes, with its rules; if it comes again, they take their counts along. */
  void gone(String chain, List<NftRule> rules) {
    String logical = VersionedName.logical(chain);
    if (chains.contains(logical)) {
      return;
    }
    String comment = ElementOutcome.comment(logical);
    for (NftRule rule : rules) {
      for (Expression expression : rule.expressions()) {
        if (expression instanceof Counter counter) {
          add(comment, counter.packets(), counter.bytes());
        }
      }
    }
  }

  private void add(SetElements elements, int sign) {
    if (elements instanceof ElementBlock block) {
      List<Optional<String>> comments =
          block.kinds().stream().map(ElementBlock.Kind::userData).map(Comments::read).toList();
      for (int i = 0; !comments.isEmpty() && i < block.size(); i++) {
        if (block.packets(i) != 0) {
          long packets = sign * block.packets(i);
          long bytes = sign * block.bytes(i);
          comments.get(block.verdictIndex(i)).ifPresent(c -> add(c, packets, bytes));
        }
      }
      return;
    }
    for (int i = 0; i < elements.size(); i++) {
      NftSetElem element = elements.get(i);
      Counter counter = ElementCounts.counter(element);
      Comments.read(element.userData())
          .ifPresent(c -> add(c, sign * counter.packets(), sign * counter.bytes()));
    }
  }

  private void add(String comment, long packets, long bytes) {
    if (packets != 0 || bytes != 0) {
      lost.merge(
          comment,
          new Counter(packets, bytes),
          (a, b) -> new Counter(a.packets() + b.packets(), a.bytes() + b.bytes()));
    }
  }

  /** What keeps them, and removes the counters of outcomes that are no more. */
  List<NftOperation> operations() {
    Map<String, NftObject> counters = new HashMap<>();
    held.objects().stream()
        .filter(object -> object.type() == NftObject.COUNTER)
        .forEach(object -> counters.put(object.name(), object));
    if (counters.isEmpty() && lost.values().stream().allMatch(c -> c.packets() <= 0)) {
      return List.of();
    }
    Set<String> outcomes = outcomes();
    List<NftOperation> out = new ArrayList<>();
    counters.forEach(
        (name, object) -> {
          // Others are somebody's who has no business here, and stay as all that nothing uses.
          if (isOurs(object) && !outcomes.contains(name)) {
            out.add(delete(name));
          }
        });
    lost.forEach(
        (name, counter) -> {
          if (counter.packets() > 0 && outcomes.contains(name)) {
            Optional<NftObject> before = Optional.ofNullable(counters.get(name));
            before.ifPresent(object -> out.add(delete(name)));
            out.add(add(name, counter, before.flatMap(NamedCounter::read)));
          }
        });
    return out;
  }

  private NftOperation delete(String name) {
    return new NftOperation.DeleteObject(family(), wanted.table().name(), name, NftObject.COUNTER);
  }

  private NftOperation add(String name, Counter more, Optional<Counter> before) {
    Counter was = before.orElse(Counter.ZERO);
    Counter sum = new Counter(was.packets() + more.packets(), was.bytes() + more.bytes());
    return new NftOperation.AddObject(family(), wanted.table().name(), counter(name, sum));
  }

  /** A counter that keeps them. */
  static NftObject counter(String name, Counter counter) {
    return NamedCounter.of(name, counter, COMMENT);
  }

  private NfFamily family() {
    return wanted.table().family();
  }

  /** True if that is one of them. */
  static boolean isOurs(NftObject object) {
    return object.type() == NftObject.COUNTER && object.userData().equals(COMMENT);
  }

  /** The names of what is still decided by elements or chains. */
  private Set<String> outcomes() {
    Set<String> out = new HashSet<>();
    chains.forEach(chain -> out.add(ElementOutcome.comment(chain)));
    for (SetElements elements : wanted.elements().values()) {
      if (elements instanceof ElementBlock block) {
        block.kinds().forEach(kind -> Comments.read(kind.userData()).ifPresent(out::add));
      } else {
        for (int i = 0; i < elements.size(); i++) {
          Comments.read(elements.get(i).userData()).ifPresent(out::add);
        }
      }
    }
    return out;
  }
}
