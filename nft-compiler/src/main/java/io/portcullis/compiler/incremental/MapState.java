package io.portcullis.compiler.incremental;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A verdict map, or a set, and where each of its elements is. What changes is copied: two arrays,
 * whatever changed; elements that go leave their places to those that come, and those at the end
 * fill what is left.
 */
final class MapState {

  private ElementBlock block;
  private final boolean isPlain;
  private final KeyTable keys;
  private final Map<ElementBlock.Kind, Integer> numbers = new HashMap<>();

  /**
   * As it is.
   *
   * @param isPlain true of a set that is no map
   */
  MapState(ElementBlock block, boolean isPlain) {
    this.block = block;
    this.isPlain = isPlain;
    this.keys = new KeyTable(block);
    for (int i = 0; i < block.kinds().size(); i++) {
      numbers.put(block.kinds().get(i), i);
    }
    if (isPlain) {
      numbers.put(MapChange.PLAIN, 0);
    }
  }

  /**
   * The map after a change.
   *
   * @param block all elements
   * @param gone indexes, before, of elements that went or moved
   * @param come indexes of elements that came or moved
   */
  record Next(ElementBlock block, List<Integer> gone, List<Integer> come) {}

  ElementBlock block() {
    return block;
  }

  /** The map with a change; empty if what is to go is not there, or what comes is. */
  Optional<Next> with(MapChange change) {
    int[] places = new int[change.deleted().size()];
    int count = 0;
    for (Map.Entry<Bytes, ElementBlock.Kind> entry : change.deleted().entrySet()) {
      int at = keys.find(block, entry.getKey());
      if (at == KeyTable.NONE || !kind(at).equals(entry.getValue())) {
        return Optional.empty();
      }
      places[count++] = at;
    }
    for (Bytes key : change.added().keySet()) {
      if (!change.deleted().containsKey(key) && keys.find(block, key) != KeyTable.NONE) {
        return Optional.empty();
      }
    }
    Arrays.sort(places);
    return Optional.of(with(places, change.added()));
  }

  private ElementBlock.Kind kind(int index) {
    return isPlain ? MapChange.PLAIN : block.kinds().get(block.verdictIndex(index));
  }

  private Next with(int[] places, Map<Bytes, ElementBlock.Kind> added) {
    List<ElementBlock.Kind> kinds = new ArrayList<>(block.kinds());
    Map<ElementBlock.Kind, Integer> more = new HashMap<>();
    for (ElementBlock.Kind kind : added.values()) {
      if (!numbers.containsKey(kind) && more.putIfAbsent(kind, kinds.size()) == null) {
        kinds.add(kind);
      }
    }
    ElementBlock.Builder out = block.copied(kinds, block.size() - places.length + added.size());
    List<Integer> gone = new ArrayList<>();
    List<Integer> come = new ArrayList<>();
    int filled = 0;
    int size = block.size();
    for (int place : places) {
      gone.add(place);
    }
    for (Map.Entry<Bytes, ElementBlock.Kind> entry : added.entrySet()) {
      Integer known = numbers.get(entry.getValue());
      int verdict = known != null ? known : more.getOrDefault(entry.getValue(), 0);
      if (filled < places.length) {
        come.add(places[filled]);
        out.set(places[filled++], entry.getKey().toArray(), verdict);
      } else {
        out.add(entry.getKey().toArray(), verdict);
        come.add(size++);
      }
    }
    // The last places first; what is then at the end is no hole, but may have moved there.
    Map<Integer, Integer> moved = new LinkedHashMap<>();
    for (int hole = places.length - 1; hole >= filled; hole--) {
      int last = --size;
      Integer from = moved.remove(last);
      if (places[hole] != last) {
        moved.put(places[hole], from != null ? from : last);
      }
      out.moveLast(places[hole]);
    }
    moved.forEach(
        (to, from) -> {
          gone.add(from);
          come.add(to);
        });
    return new Next(out.build(), gone, come);
  }

  /** Goes on to what {@link #with} gave. */
  void become(Next next) {
    keys.update(block, ints(next.gone()), next.block(), ints(next.come()));
    List<ElementBlock.Kind> kinds = next.block().kinds();
    for (int i = block.kinds().size(); i < kinds.size(); i++) {
      numbers.put(kinds.get(i), i);
    }
    block = next.block();
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
