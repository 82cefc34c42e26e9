package io.portcullis.compiler.interpret;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Concatenations of ranges: {@code nft_set_pipapo.c}. A key is in an element if each of its fields
 * is within the element's range for it; the first such element counts. Fields that no element has a
 * range in are looked up by hash, the others one by one.
 */
final class RangedKeys implements PreparedSet {

  private final int[] fieldOffsets;
  private final int[] fieldLengths;
  private final byte[][] first;
  private final byte[][] last;
  private final boolean[] exact;
  private final Map<ByteBuffer, int[]> buckets = new HashMap<>();

  RangedKeys(List<Integer> fields, byte[][] first, byte[][] last) {
    this.first = first;
    this.last = last;
    fieldOffsets = new int[fields.size()];
    fieldLengths = fields.stream().mapToInt(Integer::intValue).toArray();
    exact = new boolean[fields.size()];
    int offset = 0;
    for (int field = 0; field < fields.size(); field++) {
      fieldOffsets[field] = offset;
      offset += (fieldLengths[field] + 3) & ~3;
      exact[field] = true;
      for (int i = 0; i < first.length; i++) {
        exact[field] &= compare(first[i], 0, last[i], field) == 0;
      }
    }
    Map<ByteBuffer, List<Integer>> grouped = new HashMap<>();
    for (int i = 0; i < first.length; i++) {
      grouped.computeIfAbsent(exactPart(first[i], 0), key -> new ArrayList<>()).add(i);
    }
    grouped.forEach(
        (key, list) -> buckets.put(key, list.stream().mapToInt(Integer::intValue).toArray()));
  }

  @Override
  public int find(byte[] registers, int at) {
    int[] bucket = buckets.get(exactPart(registers, at));
    if (bucket == null) {
      return NONE;
    }
    for (int element : bucket) {
      if (holds(element, registers, at)) {
        return element;
      }
    }
    return NONE;
  }

  /**
   * What is found stays within all its ranges; of every element before it, or of all if nothing is
   * found, one field that is outside stays outside.
   */
  @Override
  public int findKept(KeyBounds kept, int at) {
    int found = find(kept.registers(), at);
    for (int element = 0; element < first.length && element != found; element++) {
      narrowOutside(kept, at, element);
    }
    for (int field = 0; found != NONE && field < fieldLengths.length; field++) {
      int key = at + fieldOffsets[field];
      kept.refuseNames(key, fieldLengths[field]);
      kept.keepAtLeast(key, fieldLengths[field], first[found], fieldOffsets[field]);
      kept.keepAtMost(key, fieldLengths[field], last[found], fieldOffsets[field]);
    }
    return found;
  }

  private void narrowOutside(KeyBounds kept, int at, int element) {
    for (int field = 0; field < fieldLengths.length; field++) {
      int key = at + fieldOffsets[field];
      int length = fieldLengths[field];
      kept.refuseNames(key, length);
      if (compare(kept.registers(), at, first[element], field) < 0) {
        kept.keepBelow(key, length, first[element], fieldOffsets[field]);
        return;
      }
      if (compare(kept.registers(), at, last[element], field) > 0) {
        kept.keepAtLeast(key, length, last[element], fieldOffsets[field]);
        return;
      }
    }
  }

  private boolean holds(int element, byte[] registers, int at) {
    for (int field = 0; field < fieldLengths.length; field++) {
      if (compare(registers, at, first[element], field) < 0
          || compare(registers, at, last[element], field) > 0) {
        return false;
      }
    }
    return true;
  }

  private int compare(byte[] bytes, int at, byte[] bound, int field) {
    int from = fieldOffsets[field];
    int length = fieldLengths[field];
    return Arrays.compareUnsigned(bytes, at + from, at + from + length, bound, from, from + length);
  }

  private ByteBuffer exactPart(byte[] bytes, int at) {
    ByteBuffer out = ByteBuffer.allocate(Machine.REGISTER_BYTES);
    for (int field = 0; field < fieldLengths.length; field++) {
      if (exact[field]) {
        out.put(bytes, at + fieldOffsets[field], fieldLengths[field]);
      }
    }
    return out.flip();
  }
}
