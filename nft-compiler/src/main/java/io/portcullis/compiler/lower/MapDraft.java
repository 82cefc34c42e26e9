package io.portcullis.compiler.lower;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Counter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** A hash verdict map that is being filled. */
final class MapDraft {

  private static final int SMALLEST = 24;

  private final NftSet set;
  private final boolean last;
  private final Map<Verdict, Integer> palette = new LinkedHashMap<>();
  private final Map<Bytes, Integer> elements = new LinkedHashMap<>();

  /**
   * An empty one.
   *
   * @param last whether its elements are what decides, but for some; else most lead on
   */
  MapDraft(NftSet set, boolean last) {
    this.set = set;
    this.last = last;
  }

  boolean isLast() {
    return last;
  }

  String name() {
    return set.name();
  }

  /** Adds an element; its key must be new. */
  void put(Bytes key, Verdict verdict) {
    int index = palette.computeIfAbsent(verdict, v -> palette.size());
    if (key.length() != set.keyLength() || elements.put(key, index) != null) {
      throw new IllegalStateException("map " + set.name() + ": bad or repeated key " + key);
    }
  }

  /**
   * The set, with a counter on each element or without, and with room for twice its elements: a
   * stated size chooses the kernel's fixed-size hash, and a small change must fit without making it
   * anew. One that is there stays until it would be full. Three quarters of a power of two, since
   * the kernel makes a third more buckets than that, rounded up to a power of two ({@code
   * nft_hash_buckets()}): fewer of them are more likely to be in a cache.
   */
  NftSet set(boolean counted) {
    NftSet sized = set.withSize(room(elements.size()));
    return counted ? sized.withExpressions(List.of(Counter.ZERO)) : sized;
  }

  /** The size of a set or map that has so many elements. */
  static int room(int elements) {
    int room = SMALLEST;
    while (room < 2 * elements) {
      room *= 2;
    }
    return room;
  }

  /** The keys of its elements. */
  Set<Bytes> keys() {
    return Collections.unmodifiableSet(elements.keySet());
  }

  /** How many elements lead to such a verdict. */
  int count(Predicate<Verdict> which) {
    List<Verdict> verdicts = List.copyOf(palette.keySet());
    boolean[] counts = new boolean[verdicts.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = which.test(verdicts.get(i));
    }
    return (int) elements.values().stream().filter(verdict -> counts[verdict]).count();
  }

  /** The elements, each of the kind that is made of where it leads. */
  SetElements elements(Function<Verdict, ElementBlock.Kind> kinds) {
    ElementBlock.Builder block =
        ElementBlock.ofKinds(set.keyLength(), palette.keySet().stream().map(kinds).toList());
    byte[] key = new byte[set.keyLength()];
    elements.forEach(
        (bytes, verdict) -> {
          bytes.copyTo(key, 0);
          block.add(key, verdict);
        });
    return block.build();
  }
}
