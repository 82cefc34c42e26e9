package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.SetElements;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Changes of an interval set, whose elements are bounds: a first key, and a first key that is no
 * longer inside. Intervals are deleted and added as wholes, bounds in rising order: {@code
 * nft_rbtree_deactivate()} answers ENOENT to an end whose beginning was not deleted just before it,
 * so an interval cannot be widened by deleting its end alone.
 */
final class IntervalChanges {

  private static final Comparator<NftSetElem> RISING =
      Comparator.comparing(NftSetElem::key)
          // Where one interval ends and the next one starts, the end comes first.
          .thenComparing(element -> !isEnd(element));

  private IntervalChanges() {}

  /**
   * One interval.
   *
   * @param first its lower bound; a bound without its interval is one too
   * @param end where it ends, unless it reaches to the last key
   */
  private record Interval(NftSetElem first, Optional<NftSetElem> end) {

    boolean same(Interval other, NftSet set) {
      return Rulesets.sameElement(first, other.first, set)
          && end.isPresent() == other.end.isPresent()
          && (end.isEmpty() || Rulesets.sameElement(end.get(), other.end.get(), set));
    }

    void addTo(List<NftSetElem> elements) {
      elements.add(first);
      end.ifPresent(elements::add);
    }
  }

  static ElementChanges between(NftSet set, SetElements held, SetElements wanted, Renewed renewed) {
    List<Interval> was = intervals(held);
    List<Interval> now = intervals(wanted);
    List<NftSetElem> deleted = new ArrayList<>();
    List<NftSetElem> added = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < was.size() || j < now.size()) {
      int order =
          i == was.size()
              ? 1
              : j == now.size() ? -1 : RISING.compare(was.get(i).first(), now.get(j).first());
      boolean stays =
          order == 0 && was.get(i).same(now.get(j), set) && !renewed.concerns(now.get(j).first());
      if (order <= 0) {
        Interval gone = was.get(i++);
        if (!stays) {
          gone.addTo(deleted);
        }
      }
      if (order >= 0) {
        Interval come = now.get(j++);
        if (!stays) {
          come.addTo(added);
        }
      }
    }
    return new ElementChanges(new SetElements.Listed(deleted), new SetElements.Listed(added));
  }

  private static List<Interval> intervals(SetElements elements) {
    List<NftSetElem> sorted = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      sorted.add(elements.get(i));
    }
    sorted.sort(RISING);
    List<Interval> intervals = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      NftSetElem first = sorted.get(i);
      boolean opens = !isEnd(first) && (first.flags() & NftSetElem.F_CATCHALL) == 0;
      boolean closes = opens && i + 1 < sorted.size() && isEnd(sorted.get(i + 1));
      intervals.add(new Interval(first, closes ? Optional.of(sorted.get(++i)) : Optional.empty()));
    }
    return intervals;
  }

  private static boolean isEnd(NftSetElem element) {
    return (element.flags() & NftSetElem.F_INTERVAL_END) != 0;
  }
}
