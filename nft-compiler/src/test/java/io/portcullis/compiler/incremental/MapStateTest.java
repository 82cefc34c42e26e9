package io.portcullis.compiler.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A map of which elements go and come holds those that it should, and finds each. */
final class MapStateTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_129L);
  private static final int RUNS = 300;
  private static final int CHANGES = 20;
  private static final int KEYS = 24;
  private static final List<ElementBlock.Kind> KINDS =
      List.of(ElementBlock.Kind.of(Verdict.ACCEPT), ElementBlock.Kind.of(Verdict.DROP));

  @Test
  void elementsThatGoComeAndTurnAreFound() {
    for (int run = 0; run < RUNS; run++) {
      Random random = new Random(SEED + run);
      String seed = "-Dportcullis.seed=" + (SEED + run);
      Map<Bytes, ElementBlock.Kind> held = new HashMap<>();
      MapState map = new MapState(ElementBlock.ofKinds(2, List.of()).build(), false);
      for (int change = 0; change < CHANGES; change++) {
        MapChange next = change(held, random);

        map.become(map.with(next).orElseThrow());

        next.deleted().keySet().forEach(held::remove);
        held.putAll(next.added());
        assertThat(content(map.block())).as(seed).isEqualTo(held);
        for (Bytes key : held.keySet()) {
          MapChange again = new MapChange();
          again.added().put(key, KINDS.get(0));
          assertThat(map.with(again)).as("%s: there already", seed).isEmpty();
          MapChange gone = new MapChange();
          gone.deleted().put(key, held.getOrDefault(key, KINDS.get(0)));
          assertThat(map.with(gone)).as("%s: can go", seed).isPresent();
        }
      }
    }
  }

  private static MapChange change(Map<Bytes, ElementBlock.Kind> held, Random random) {
    MapChange change = new MapChange();
    List<Integer> keys = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      keys.add(i);
    }
    Collections.shuffle(keys, random);
    for (int i : keys.subList(0, random.nextInt(KEYS))) {
      Bytes key = Bytes.ofU16(i);
      boolean there = held.containsKey(key);
      if (there) {
        change.deleted().put(key, held.getOrDefault(key, KINDS.get(0)));
      }
      if (!there || random.nextInt(4) == 0) {
        change.added().put(key, KINDS.get(random.nextInt(2)));
      }
    }
    return change;
  }

  private static Map<Bytes, ElementBlock.Kind> content(ElementBlock block) {
    Map<Bytes, ElementBlock.Kind> out = new HashMap<>();
    for (int i = 0; i < block.size(); i++) {
      out.put(block.get(i).key(), block.kinds().get(block.verdictIndex(i)));
    }
    return out;
  }
}
