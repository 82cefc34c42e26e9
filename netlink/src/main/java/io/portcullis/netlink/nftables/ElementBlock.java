package io.portcullis.netlink.nftables;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.expr.Counter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Many elements of one set or verdict map, without an object per element: fixed-width keys side by
 * side, and per element the index of its verdict in a short palette. What goes by the name of
 * verdict there may carry a comment and a counter as well: see {@link Kind}.
 */
public final class ElementBlock implements SetElements {

  private final int keyLength;
  private final byte[] keys;
  private final List<Kind> kinds;
  private final List<Verdict> palette;
  private final int[] verdicts;

  /** Packets and bytes in turn; empty if nothing was counted. */
  private final long[] counts;

  private final int size;

  private ElementBlock(
      int keyLength, byte[] keys, List<Kind> kinds, int[] verdicts, long[] counts, int size) {
    this.keyLength = keyLength;
    this.keys = keys;
    this.kinds = kinds;
    this.palette = kinds.stream().map(Kind::verdict).toList();
    this.verdicts = verdicts;
    this.counts = counts;
    this.size = size;
  }

  /**
   * What elements of a verdict map have in common.
   *
   * @param verdict where they lead
   * @param userData their comment, see {@link Comments}
   * @param counted whether each has a counter of its own
   */
  public record Kind(Verdict verdict, UserData userData, boolean counted) {

    /** Nothing but a verdict. */
    public static Kind of(Verdict verdict) {
      return new Kind(verdict, UserData.NONE, false);
    }
  }

  /** Starts a block of a plain set's elements. */
  public static Builder ofKeys(int keyLength) {
    return new Builder(keyLength, List.of());
  }

  /** Starts a block of a verdict map's elements, whose verdicts are those of {@code palette}. */
  public static Builder ofVerdicts(int keyLength, List<Verdict> palette) {
    return ofKinds(keyLength, palette.stream().map(Kind::of).toList());
  }

  /** Starts a block of a verdict map's elements, each of one of {@code kinds}. */
  public static Builder ofKinds(int keyLength, List<Kind> kinds) {
    return new Builder(keyLength, kinds);
  }

  @Override
  public int size() {
    return size;
  }

  /** Bytes per key. */
  public int keyLength() {
    return keyLength;
  }

  /** The verdicts that occur; empty for a plain set. */
  public List<Verdict> palette() {
    return palette;
  }

  /** The palette index of element {@code index}; only where the palette is not empty. */
  public int verdictIndex(int index) {
    return verdicts[index];
  }

  /** What {@link #verdictIndex} is an index of: the palette, and what stands beside it. */
  public List<Kind> kinds() {
    return kinds;
  }

  /** Packets that element {@code index} has counted; 0 if it has no counter. */
  public long packets(int index) {
    return counts.length == 0 ? 0 : counts[2 * index];
  }

  /** Bytes that element {@code index} has counted; 0 if it has no counter. */
  public long bytes(int index) {
    return counts.length == 0 ? 0 : counts[2 * index + 1];
  }

  /**
   * The same keys, each with what {@code changed} makes of its verdict; without a copy of the
   * elements.
   */
  public ElementBlock withVerdicts(UnaryOperator<Verdict> changed) {
    List<Kind> others =
        kinds.stream()
            .map(kind -> new Kind(changed.apply(kind.verdict), kind.userData, kind.counted))
            .toList();
    return new ElementBlock(keyLength, keys, others, verdicts, counts, size);
  }

  /** Some of the elements, from one index to before another. */
  public ElementBlock part(int from, int to) {
    return new ElementBlock(
        keyLength,
        Arrays.copyOfRange(keys, from * keyLength, to * keyLength),
        kinds,
        Arrays.copyOfRange(verdicts, from, to),
        counts.length == 0 ? counts : Arrays.copyOfRange(counts, 2 * from, 2 * to),
        to - from);
  }

  /**
   * Parts of one block as one again.
   *
   * @param parts at least one, with the same kinds
   */
  public static ElementBlock joined(List<ElementBlock> parts) {
    ElementBlock first = parts.get(0);
    int size = parts.stream().mapToInt(ElementBlock::size).sum();
    byte[] keys = new byte[size * first.keyLength];
    int[] verdicts = new int[size];
    long[] counts = new long[2 * size];
    int at = 0;
    for (ElementBlock part : parts) {
      if (part.keyLength != first.keyLength || !part.kinds.equals(first.kinds)) {
        throw new IllegalArgumentException("parts of one block have the same kinds");
      }
      System.arraycopy(part.keys, 0, keys, at * first.keyLength, part.keys.length);
      System.arraycopy(part.verdicts, 0, verdicts, at, part.size);
      System.arraycopy(part.counts, 0, counts, 2 * at, part.counts.length);
      at += part.size;
    }
    return new ElementBlock(first.keyLength, keys, first.kinds, verdicts, counts, size);
  }

  /** The same elements, having counted so much: packets and bytes in turn. */
  ElementBlock withCounts(long[] counted) {
    return new ElementBlock(keyLength, keys, kinds, verdicts, counted, size);
  }

  /**
   * A copy to change, without an object per element. Its elements have counted nothing.
   *
   * @param others the kinds of the copy, which begin with this one's
   * @param most elements that it will have at any time; more can come
   */
  public Builder copied(List<Kind> others, int most) {
    if (!others.subList(0, kinds.size()).equals(kinds)) {
      throw new IllegalArgumentException("the kinds of a copy begin with those of the original");
    }
    Builder copy = new Builder(keyLength, others);
    copy.keys = Arrays.copyOf(keys, Math.max(1, Math.max(size, most)) * keyLength);
    copy.verdicts = Arrays.copyOf(verdicts, Math.max(1, Math.max(size, most)));
    copy.size = size;
    return copy;
  }

  /** Copies the key of element {@code index} to {@code target} at {@code offset}. */
  public void copyKey(int index, byte[] target, int offset) {
    System.arraycopy(keys, index * keyLength, target, offset, keyLength);
  }

  /** Puts the key of element {@code index} into the buffer at {@code at}. */
  public void putKey(int index, ByteBuffer target, int at) {
    target.put(at, keys, index * keyLength, keyLength);
  }

  /** The hash code that the key of element {@code index} has as {@link Bytes}. */
  public int keyHash(int index) {
    return Bytes.hash(keys, index * keyLength, keyLength);
  }

  /** Whether the key of element {@code index} has the content of {@code key}. */
  public boolean keyIs(int index, Bytes key) {
    return key.contentEquals(keys, index * keyLength, keyLength);
  }

  /** Whether the key of element {@code index} is an attribute's payload. */
  public boolean keyIs(int index, AttributeReader payload) {
    return payload.is(keys, index * keyLength, keyLength);
  }

  /** Whether two elements, of two blocks, have the same key. */
  public boolean keyIs(int index, ElementBlock other, int otherIndex) {
    return keyLength == other.keyLength
        && Arrays.equals(
            keys,
            index * keyLength,
            (index + 1) * keyLength,
            other.keys,
            otherIndex * keyLength,
            (otherIndex + 1) * keyLength);
  }

  /**
   * The indexes at which another block, with keys of the same length, has another element or none,
   * and if their kinds do not begin alike all others too, whatever was counted. What is the same
   * costs little.
   */
  public int[] differing(ElementBlock other) {
    int both = Math.min(size, other.size);
    boolean alike =
        kinds.equals(other.kinds.subList(0, Math.min(kinds.size(), other.kinds.size())));
    IntStream.Builder out = IntStream.builder();
    for (int i = 0; i < both; i++) {
      int key =
          Arrays.mismatch(
              keys, i * keyLength, both * keyLength, other.keys, i * keyLength, both * keyLength);
      int verdict = alike ? Arrays.mismatch(verdicts, i, both, other.verdicts, i, both) : 0;
      int next =
          Math.min(
              key < 0 ? both : i + key / Math.max(1, keyLength), verdict < 0 ? both : i + verdict);
      i = next;
      if (i < both) {
        out.add(i);
      }
    }
    IntStream.range(both, Math.max(size, other.size)).forEach(out::add);
    return out.build().toArray();
  }

  @Override
  public NftSetElem get(int index) {
    Bytes key = Bytes.of(keys, index * keyLength, keyLength);
    if (kinds.isEmpty()) {
      return NftSetElem.of(key);
    }
    Kind kind = kinds.get(verdicts[index]);
    NftSetElem plain = NftSetElem.of(key, kind.verdict).withUserData(kind.userData);
    return kind.counted
        ? plain.withExpressions(List.of(new Counter(packets(index), bytes(index))))
        : plain;
  }

  /** Same keys, kinds and counts, in the same order; palettes may differ. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ElementBlock that)
        || size != that.size
        || kinds.isEmpty() != that.kinds.isEmpty()
        || !Arrays.equals(keys, that.keys)) {
      return false;
    }
    for (int i = 0; i < size && !kinds.isEmpty(); i++) {
      if (!kinds.get(verdicts[i]).equals(that.kinds.get(that.verdicts[i]))
          || packets(i) != that.packets(i)
          || bytes(i) != that.bytes(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return Bytes.hash(keys, 0, keys.length);
  }

  /** Collects elements; not for use by more than one thread. */
  public static final class Builder {

    private final int keyLength;
    private final List<Kind> kinds;
    private byte[] keys;
    private int[] verdicts = new int[16];
    private long[] counts = {};
    private int size;

    private Builder(int keyLength, List<Kind> kinds) {
      this.keyLength = keyLength;
      this.kinds = List.copyOf(kinds);
      this.keys = new byte[16 * keyLength];
    }

    /** Adds an element whose key is {@code keyLength} bytes of {@code key}, from 0. */
    public Builder add(byte[] key, int verdictIndex) {
      if (size == verdicts.length) {
        verdicts = Arrays.copyOf(verdicts, size * 2);
        keys = Arrays.copyOf(keys, size * 2 * keyLength);
      }
      System.arraycopy(key, 0, keys, size * keyLength, keyLength);
      verdicts[size++] = verdictIndex;
      return this;
    }

    /** Puts an element in the place of the one at {@code index}. */
    public Builder set(int index, byte[] key, int verdictIndex) {
      System.arraycopy(key, 0, keys, index * keyLength, keyLength);
      verdicts[index] = verdictIndex;
      return this;
    }

    /** Takes the element at {@code index} away, whose place the last one takes. */
    public Builder moveLast(int index) {
      size--;
      System.arraycopy(keys, size * keyLength, keys, index * keyLength, keyLength);
      verdicts[index] = verdicts[size];
      return this;
    }

    /** Adds an element that has counted already. */
    public Builder add(byte[] key, int verdictIndex, long packets, long bytes) {
      add(key, verdictIndex);
      if (packets != 0 || bytes != 0) {
        if (counts.length < 2 * size) {
          counts = Arrays.copyOf(counts, 2 * verdicts.length);
        }
        counts[2 * size - 2] = packets;
        counts[2 * size - 1] = bytes;
      }
      return this;
    }

    /** Adds an element of a plain set. */
    public Builder add(byte[] key) {
      return add(key, 0);
    }

    /** How many so far. */
    int size() {
      return size;
    }

    /** The block; the builder must not be used afterwards. */
    public ElementBlock build() {
      return build(kinds);
    }

    /** The block, with kinds that were not known at the start. */
    ElementBlock build(List<Kind> all) {
      return new ElementBlock(
          keyLength,
          keys.length == size * keyLength ? keys : Arrays.copyOf(keys, size * keyLength),
          all,
          verdicts.length == size ? verdicts : Arrays.copyOf(verdicts, size),
          counts.length == 0 ? counts : Arrays.copyOf(counts, 2 * size),
          size);
    }
  }
}
