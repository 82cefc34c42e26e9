package io.portcullis.compiler.incremental;

import io.portcullis.compiler.lower.SourceBlocks;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A set of blocks of sources, and how many elements of maps lie in each: what becomes of the set
 * when those come and go. A block comes in the first batch in which an element of it does, and goes
 * in the last in which one does. A packet looks the set up before the maps, so that it sees such an
 * element, or it does not.
 */
final class BlockState {

  private final SourceBlocks blocks;
  private final KeyCounts counts = new KeyCounts();

  /** Of the maps that there are. */
  BlockState(SourceBlocks blocks, Map<String, ElementBlock> maps) {
    this.blocks = blocks;
    maps.forEach(
        (name, elements) -> {
          if (blocks.isBefore(name)) {
            byte[] key = new byte[elements.keyLength()];
            for (int i = 0; i < elements.size(); i++) {
              elements.copyKey(i, key, 0);
              counts.add(blocks.block(Bytes.of(key)), 1);
            }
          }
        });
  }

  /** What becomes of one block. */
  private static final class Change {

    private int more;
    private int firstCome = Integer.MAX_VALUE;
    private int lastGone = -1;
  }

  /** By how much the elements in blocks change. */
  record Next(Map<Bytes, Integer> more) {}

  /**
   * Adds the elements of the set that come and go.
   *
   * @param elements what becomes of maps, by batch; takes what becomes of the set
   */
  Next into(Elements elements) {
    Map<Bytes, Change> changes = new LinkedHashMap<>();
    elements
        .byBatch()
        .forEach(
            (batch, ofMaps) ->
                ofMaps.forEach(
                    (map, change) -> {
                      if (blocks.isBefore(map)) {
                        come(changes, change.added().keySet(), batch);
                        go(changes, change.deleted().keySet(), batch);
                      }
                    }));
    Map<Bytes, Integer> more = new LinkedHashMap<>();
    changes.forEach(
        (block, change) -> {
          int before = counts.of(block);
          // What comes in one change does not go in it: a block does one or the other, or neither.
          if (before == 0 && change.more > 0) {
            elements.comes(blocks.set(), block, change.firstCome);
          } else if (before > 0 && before + change.more == 0) {
            elements.goes(blocks.set(), block, change.lastGone);
          }
          more.put(block, change.more);
        });
    return new Next(more);
  }

  private void come(Map<Bytes, Change> changes, Collection<Bytes> keys, int batch) {
    for (Bytes key : keys) {
      Change change = changes.computeIfAbsent(blocks.block(key), k -> new Change());
      change.more++;
      change.firstCome = Math.min(change.firstCome, batch);
    }
  }

  private void go(Map<Bytes, Change> changes, Collection<Bytes> keys, int batch) {
    for (Bytes key : keys) {
      Change change = changes.computeIfAbsent(blocks.block(key), k -> new Change());
      change.more--;
      change.lastGone = Math.max(change.lastGone, batch);
    }
  }

  /** Goes on to what {@link #into} gave. */
  void become(Next next) {
    next.more().forEach(counts::add);
  }
}
