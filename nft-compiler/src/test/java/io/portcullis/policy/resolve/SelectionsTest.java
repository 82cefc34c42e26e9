package io.portcullis.policy.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.selector.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Selections by index, against asking each thing. */
class SelectionsTest {

  private static final List<String> SIMPLE =
      List.of(
          "a == 'x'",
          "a != 'x'",
          "has(b)",
          "!has(b)",
          "b in {'x', 'y'}",
          "b not in {'x', 'y'}",
          "all()",
          "a == 'z'",
          "a contains 'x'",
          "b starts with 'y'",
          "c ends with 'w'");

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  private Selector selector(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return Selector.parse(SIMPLE.get(random.nextInt(SIMPLE.size())));
    }
    List<Selector> operands = List.of(selector(depth - 1), selector(depth - 1));
    return switch (random.nextInt(3)) {
      case 0 -> new Selector.And(operands);
      case 1 -> new Selector.Or(operands);
      default -> new Selector.Not(selector(depth - 1));
    };
  }

  private Map<String, String> labels() {
    Map<String, String> out = new TreeMap<>();
    for (String key : List.of("a", "b", "c")) {
      if (random.nextBoolean()) {
        out.put(key, List.of("x", "y", "w", "xy").get(random.nextInt(4)));
      }
    }
    return out;
  }

  @Test
  void whatIsSelectedIsWhatMatchesWhateverComesAndGoes() {
    int selected = 0;
    for (int world = 0; world < 300; world++) {
      Selections<Integer> selections = new Selections<>();
      List<Labelled<Integer>> things = new ArrayList<>();
      List<Selection<Integer>> held = new ArrayList<>();
      Map<Selection<Integer>, List<Labelled<Integer>>> seen = new HashMap<>();
      for (int step = 0; step < 40; step++) {
        int what = random.nextInt(6);
        if (what < 3) {
          Labelled<Integer> thing = new Labelled<>(labels(), step);
          things.add(thing);
          selections.add(thing);
        } else if (what == 3 && !things.isEmpty()) {
          selections.remove(things.remove(random.nextInt(things.size())));
        } else if (what == 4 && !held.isEmpty()) {
          Selection<Integer> gone = held.remove(random.nextInt(held.size()));
          selections.release(gone);
          if (!held.contains(gone)) {
            seen.remove(gone);
          }
        } else {
          Selection<Integer> made = selections.hold(selector(2));
          held.add(made);
          seen.computeIfAbsent(made, key -> new ArrayList<>(key.selected()));
        }
        for (Selection<Integer> changed : selections.changed()) {
          List<Labelled<Integer>> before = seen.computeIfAbsent(changed, key -> new ArrayList<>());
          changed.gone().forEach(before::remove);
          before.addAll(changed.come());
          changed.settle();
        }
        for (Selection<Integer> selection : held) {
          List<Labelled<Integer>> expected =
              things.stream().filter(t -> selection.selector().matches(t.labels())).toList();
          String where = "seed " + seed + " world " + world + ": " + selection.selector();
          assertThat(selection.selected()).as(where).containsExactlyInAnyOrderElementsOf(expected);
          assertThat(seen.get(selection)).as(where).containsExactlyInAnyOrderElementsOf(expected);
          assertThat(selections.look(selection.selector())).isSameAs(selection);
          selected += expected.size();
        }
        Selector other = selector(2);
        assertThat(selections.look(other).selected())
            .as("seed %d world %d: %s", seed, world, other)
            .containsExactlyInAnyOrderElementsOf(
                things.stream().filter(t -> other.matches(t.labels())).toList());
      }
    }
    assertThat(selected).isGreaterThan(10_000);
  }
}
