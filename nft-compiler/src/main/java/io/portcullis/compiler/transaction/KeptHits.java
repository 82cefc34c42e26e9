package io.portcullis.compiler.transaction;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.ElementOutcome;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NamedCounter;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.expr.Counter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The named counters that keep what elements had counted that are gone, where elements go without a
 * dump: the same as {@link LostHits} makes of one. Whoever sends the deletion of elements that
 * count reads those very elements right before, and sends what {@link #with} gives in the same
 * batch: the table is the only memory, and a batch that is refused has lost nothing.
 *
 * @param counters by name, as the table has them
 */
public record KeptHits(Map<String, Counter> counters) {

  public KeptHits {
    counters = Map.copyOf(counters);
  }

  /** Those of a table, as it was read or made. */
  public static KeptHits in(Ruleset held) {
    Map<String, Counter> counters = new HashMap<>();
    for (NftObject object : held.objects()) {
      if (LostHits.isOurs(object)) {
        NamedCounter.read(object).ifPresent(counter -> counters.put(object.name(), counter));
      }
    }
    return new KeptHits(counters);
  }

  /** The deletions of a batch that take counters with them. */
  public static List<NftOperation.DeleteElements> counting(List<NftOperation> batch) {
    return batch.stream()
        .filter(NftOperation.DeleteElements.class::isInstance)
        .map(NftOperation.DeleteElements.class::cast)
        .filter(delete -> delete.elements() instanceof ElementBlock block && counts(block))
        .toList();
  }

  private static boolean counts(ElementBlock block) {
    return block.kinds().stream().anyMatch(ElementBlock.Kind::counted);
  }

  /**
   * What a batch leaves behind.
   *
   * @param operations to be sent with it, after its own
   * @param kept what the table then has
   */
  public record Next(List<NftOperation> operations, KeptHits kept) {

    public Next {
      operations = List.copyOf(operations);
    }
  }

  /**
   * What has to be kept when elements go.
   *
   * @param gone as they were read right before
   * @param next what the table holds then, under the kernel's names; what decides nothing there
   *     keeps nothing
   */
  public Next with(List<NftSetElem> gone, CompiledPolicy next) {
    Map<String, Counter> more = new LinkedHashMap<>();
    for (NftSetElem element : gone) {
      Counter counter = ElementCounts.counter(element);
      if (counter.packets() != 0 || counter.bytes() != 0) {
        Comments.read(element.userData())
            .ifPresent(comment -> more.merge(comment, counter, KeptHits::sum));
      }
    }
    if (more.isEmpty() && counters.isEmpty()) {
      return new Next(List.of(), this);
    }
    Set<String> unknown = new HashSet<>(counters.keySet());
    unknown.addAll(more.keySet());
    strike(unknown, next);
    return with(more, unknown, next.ruleset());
  }

  /** Leaves the names of which nothing decides any longer. */
  private static void strike(Set<String> names, CompiledPolicy next) {
    for (ElementOutcome outcome : next.elements()) {
      names.remove(outcome.comment());
    }
    for (String chain : names.isEmpty() ? Set.<String>of() : next.ruleset().chains().keySet()) {
      names.remove(ElementOutcome.comment(VersionedName.logical(chain)));
    }
  }

  private Next with(Map<String, Counter> more, Set<String> ended, Ruleset next) {
    NfFamily family = next.table().family();
    String table = next.table().name();
    Map<String, Counter> all = new HashMap<>(counters);
    List<NftOperation> operations = new ArrayList<>();
    for (String name : ended) {
      more.remove(name);
      if (all.remove(name) != null) {
        operations.add(new NftOperation.DeleteObject(family, table, name, NftObject.COUNTER));
      }
    }
    more.forEach(
        (name, counter) -> {
          Optional<Counter> was = Optional.ofNullable(all.get(name));
          Counter sum = sum(was.orElse(Counter.ZERO), counter);
          // The kernel does not change the count of a counter that is there.
          if (was.isPresent()) {
            operations.add(new NftOperation.DeleteObject(family, table, name, NftObject.COUNTER));
          }
          operations.add(new NftOperation.AddObject(family, table, LostHits.counter(name, sum)));
          all.put(name, sum);
        });
    return new Next(operations, new KeptHits(all));
  }

  private static Counter sum(Counter one, Counter other) {
    return new Counter(one.packets() + other.packets(), one.bytes() + other.bytes());
  }
}
