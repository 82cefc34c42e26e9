package io.portcullis.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;

/**
 * An immutable run of bytes with value equality: a key, a mask, an attribute payload.
 *
 * <p>The order of bytes is that of the wire; what it means (network order for packet data, host
 * order for marks and interface indexes) is said where the bytes are used.
 */
public final class Bytes implements Comparable<Bytes> {

  /** No bytes at all. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final HexFormat HEX = HexFormat.of();

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** A copy of the given array. */
  public static Bytes of(byte... value) {
    return value.length == 0 ? EMPTY : new Bytes(value.clone());
  }

  /** A copy of {@code length} bytes of the given array, from {@code offset}. */
  public static Bytes of(byte[] value, int offset, int length) {
    return new Bytes(Arrays.copyOfRange(value, offset, offset + length));
  }

  /** One byte; only the low eight bits of {@code value} count. */
  public static Bytes ofU8(int value) {
    return new Bytes(new byte[] {(byte) value});
  }

  /** Two bytes in network order; only the low sixteen bits of {@code value} count. */
  public static Bytes ofU16(int value) {
    return new Bytes(new byte[] {(byte) (value >>> 8), (byte) value});
  }

  /** Four bytes in network order. */
  public static Bytes ofU32(int value) {
    return new Bytes(ByteBuffer.allocate(4).putInt(value).array());
  }

  /** Four bytes in host order, as the kernel keeps marks, states and interface indexes. */
  public static Bytes ofHostU32(int value) {
    return new Bytes(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array());
  }

  /** Parses pairs of hexadecimal digits. */
  public static Bytes ofHex(String hex) {
    return new Bytes(HEX.parseHex(hex));
  }

  /** {@code length} zero bytes. */
  public static Bytes zero(int length) {
    return new Bytes(new byte[length]);
  }

  public int length() {
    return value.length;
  }

  /** The byte at {@code index}, unsigned. */
  public int u8(int index) {
    return value[index] & 0xff;
  }

  /** A fresh copy. */
  public byte[] toArray() {
    return value.clone();
  }

  /** Copies all bytes to {@code target} at {@code offset}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(value, 0, target, offset, value.length);
  }

  /** Puts all bytes at the buffer's position, which advances. */
  public void putTo(ByteBuffer target) {
    target.put(value);
  }

  /** Whether these are the {@code length} bytes of {@code other} from {@code offset}. */
  public boolean contentEquals(byte[] other, int offset, int length) {
    return Arrays.equals(value, 0, value.length, other, offset, offset + length);
  }

  boolean isIn(AttributeReader payload) {
    return payload.is(value, 0, value.length);
  }

  /** The number that {@link #ofHostU32} made these of; empty if they are not four. */
  public OptionalInt hostU32() {
    return value.length == 4
        ? OptionalInt.of(ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt())
        : OptionalInt.empty();
  }

  /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
  public Bytes slice(int from, int to) {
    return new Bytes(Arrays.copyOfRange(value, from, to));
  }

  /** Unsigned, byte by byte: the order in which the kernel's {@code memcmp} sees keys. */
  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return hash(value, 0, value.length);
  }

  /**
   * The hash code of {@code length} bytes of {@code of} from {@code offset}, were they a {@link
   * Bytes}. FNV-1a: the sum of {@link Arrays#hashCode} gives the 65,536 addresses of a /16 only
   * some 8,000 values, which makes tables of them slow.
   */
  public static int hash(byte[] of, int offset, int length) {
    int hash = 0x811c9dc5;
    for (int i = offset; i < offset + length; i++) {
      hash = (hash ^ (of[i] & 0xff)) * 0x01000193;
    }
    return hash ^ (hash >>> 15);
  }

  /** Pairs of hexadecimal digits. */
  @Override
  public String toString() {
    return HEX.formatHex(value);
  }
}
