package io.portcullis.compiler.incremental;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Divides changes of elements so that every packet gets the verdict of before or that of after,
 * although a packet may see only the later ones of several changes that one batch makes.
 *
 * <p>Where no changed prefix of a class holds another, a packet meets one change. Else what comes
 * does so longest first, and then what goes, shortest first: with part of what comes, the longest
 * prefix that holds a source is that of after, or if none has come that of before; and with all
 * that came and part of what goes likewise. What turns counts as coming: all of the new entries of
 * at least its length are there then, and where it is the longest, it is the longest of before or
 * of after. A service that is looked up after its sources, and comes to something else, is like the
 * shortest prefix of all, which turns: it does so after all that comes and before what goes.
 */
final class Batches {

  /** More changes than these that hold each other are left to who can copy maps. */
  private static final int MANY = 512;

  private final Map<Touch, Integer> levels = new HashMap<>();
  private final boolean turns;
  private int turn;
  private int last;

  private Batches(boolean turns) {
    this.turns = turns;
  }

  /**
   * Numbers the batches; empty if that cannot be done.
   *
   * @param turns whether services come to something else that are looked up after these
   */
  static Optional<Batches> of(List<Touch> touches, boolean turns) {
    Batches batches = new Batches(turns);
    return batches.divide(touches) ? Optional.of(batches) : Optional.empty();
  }

  /** The number of a change's batch, from 0. */
  int of(Touch touch) {
    return levels.getOrDefault(touch, 0);
  }

  /** The number of the batch in which services turn. */
  int turn() {
    return turn;
  }

  /** The number of the last batch. */
  int last() {
    return last;
  }

  private boolean divide(List<Touch> touches) {
    List<Touch> sorted = new ArrayList<>(touches);
    sorted.sort(Comparator.comparing(Touch::prefix));
    List<Touch> held = new ArrayList<>();
    boolean alone = true;
    for (int i = 0; i < sorted.size(); i++) {
      Touch touch = sorted.get(i);
      held.removeIf(outer -> !outer.prefix().contains(touch.prefix().address()));
      for (Touch outer : held) {
        if (outer.stage() != touch.stage() && outer.stage().meets(touch.stage())) {
          return false;
        }
        alone &= outer.use() != touch.use();
      }
      held.add(touch);
    }
    if (alone) {
      turn = turns ? 1 : 0;
      last = turns ? 2 : 0;
      touches.forEach(touch -> levels.put(touch, touch.after().isPresent() ? 0 : last));
      return true;
    }
    return sorted.size() <= MANY && inOrder(sorted);
  }

  private boolean inOrder(List<Touch> touches) {
    Comparator<Touch> byLength = Comparator.comparingInt(touch -> touch.prefix().length());
    level(touches, true, byLength.reversed());
    if (turns) {
      turn = ++last;
    }
    last++;
    level(touches, false, byLength);
    return true;
  }

  private void level(List<Touch> touches, boolean comes, Comparator<Touch> order) {
    List<Touch> some =
        new ArrayList<>(
            touches.stream().filter(touch -> touch.after().isPresent() == comes).toList());
    some.sort(order);
    int from = last;
    for (int i = 0; i < some.size(); i++) {
      int level = from;
      for (Touch before : some.subList(0, i)) {
        if (before.use() == some.get(i).use() && overlap(before, some.get(i))) {
          level = Math.max(level, levels.getOrDefault(before, 0) + 1);
        }
      }
      levels.put(some.get(i), level);
      last = Math.max(last, level);
    }
  }

  private static boolean overlap(Touch one, Touch other) {
    return one.prefix().contains(other.prefix().address())
        || other.prefix().contains(one.prefix().address());
  }
}
