package io.portcullis.compiler.lower;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/** A hash verdict map that is being filled. */
final class MapDraft {

  private static final int SMALLEST = 16;

  private final NftSet set;
  private final Map<Verdict, Integer> palette = new LinkedHashMap<>();
  private final Map<Bytes, Integer> elements = new LinkedHashMap<>();

  MapDraft(NftSet set) {
    this.set = set;
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
   * The set with room for twice its elements, a power of two: a stated size chooses the kernel's
   * fixed-size hash, and a small change must fit without making it anew.
   */
  NftSet set() {
    int room = SMALLEST;
    while (room < 2 * elements.size()) {
      room *= 2;
    }
    return set.withSize(room);
  }

  SetElements elements() {
    ElementBlock.Builder block =
        ElementBlock.ofVerdicts(set.keyLength(), java.util.List.copyOf(palette.keySet()));
    byte[] key = new byte[set.keyLength()];
    elements.forEach(
        (bytes, verdict) -> {
          bytes.copyTo(key, 0);
          block.add(key, verdict);
        });
    return block.build();
  }
}
