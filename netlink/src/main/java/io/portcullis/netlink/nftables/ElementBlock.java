package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Many elements of one set or verdict map, without an object per element: fixed-width keys side by
 * side, and per element the index of its verdict in a short palette.
 */
public final class ElementBlock implements SetElements {

  private final int keyLength;
  private final byte[] keys;
  private final List<Verdict> palette;
  private final int[] verdicts;
  private final int size;

  private ElementBlock(
      int keyLength, byte[] keys, List<Verdict> palette, int[] verdicts, int size) {
    this.keyLength = keyLength;
    this.keys = keys;
    this.palette = palette;
    this.verdicts = verdicts;
    this.size = size;
  }

  /** Starts a block of a plain set's elements. */
  public static Builder ofKeys(int keyLength) {
    return new Builder(keyLength, List.of());
  }

  /** Starts a block of a verdict map's elements, whose verdicts are those of {@code palette}. */
  public static Builder ofVerdicts(int keyLength, List<Verdict> palette) {
    return new Builder(keyLength, palette);
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

  /**
   * The same keys, each with what {@code changed} makes of its verdict; without a copy of the
   * elements.
   */
  public ElementBlock withVerdicts(UnaryOperator<Verdict> changed) {
    return new ElementBlock(
        keyLength, keys, palette.stream().map(changed).toList(), verdicts, size);
  }

  /**
   * A copy to change, without an object per element.
   *
   * @param verdicts the palette of the copy, which begins with this one's
   * @param most elements that it will have at any time; more can come
   */
  public Builder copied(List<Verdict> verdicts, int most) {
    if (!verdicts.subList(0, palette.size()).equals(palette)) {
      throw new IllegalArgumentException("the palette of a copy begins with that of the original");
    }
    Builder copy = new Builder(keyLength, verdicts);
    copy.keys = Arrays.copyOf(keys, Math.max(1, Math.max(size, most)) * keyLength);
    copy.verdicts = Arrays.copyOf(this.verdicts, Math.max(1, Math.max(size, most)));
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
   * and if their palettes do not begin alike all others too. What is the same costs little.
   */
  public int[] differing(ElementBlock other) {
    int both = Math.min(size, other.size);
    boolean alike =
        palette.equals(other.palette.subList(0, Math.min(palette.size(), other.palette.size())));
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
    return palette.isEmpty()
        ? NftSetElem.of(key)
        : NftSetElem.of(key, palette.get(verdicts[index]));
  }

  /** Same keys and verdicts, in the same order; palettes may differ. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ElementBlock that)
        || size != that.size
        || palette.isEmpty() != that.palette.isEmpty()
        || !Arrays.equals(keys, that.keys)) {
      return false;
    }
    for (int i = 0; i < size && !palette.isEmpty(); i++) {
      if (!palette.get(verdicts[i]).equals(that.palette.get(that.verdicts[i]))) {
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
    private final List<Verdict> palette;
    private byte[] keys;
    private int[] verdicts = new int[16];
    private int size;

    private Builder(int keyLength, List<Verdict> palette) {
      this.keyLength = keyLength;
      this.palette = List.copyOf(palette);
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
      return build(palette);
    }

    /** The block, with verdicts that were not known at the start. */
    ElementBlock build(List<Verdict> palette) {
      return new ElementBlock(
          keyLength,
          keys.length == size * keyLength ? keys : Arrays.copyOf(keys, size * keyLength),
          palette,
          verdicts.length == size ? verdicts : Arrays.copyOf(verdicts, size),
          size);
    }
  }
}
