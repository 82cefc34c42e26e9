package io.portcullis.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Walks the attributes in a stretch of a buffer, without copying: {@link #next()}, then the others.
 *
 * <p>Lengths are checked against the stretch, so nothing outside it is ever read. The buffer's
 * position is not used, and its order must be native.
 */
public final class AttributeReader {

  /** {@code NLA_F_NESTED}. */
  public static final int NLA_F_NESTED = 0x8000;

  /** {@code NLA_TYPE_MASK}: without {@code NLA_F_NESTED} and {@code NLA_F_NET_BYTEORDER}. */
  public static final int NLA_TYPE_MASK = 0x3fff;

  private final ByteBuffer buffer;
  private final int end;
  private int next;
  private int payload;
  private int length;
  private int rawType;

  /**
   * Starts before the first attribute of [{@code from}, {@code to}).
   *
   * @throws MalformedMessageException if that is no stretch of the buffer
   */
  public AttributeReader(ByteBuffer buffer, int from, int to) {
    if (from < 0 || to < from || to > buffer.capacity()) {
      throw new MalformedMessageException("no attributes between " + from + " and " + to);
    }
    this.buffer = buffer;
    this.next = from;
    this.end = to;
  }

  /**
   * Goes to the next attribute; false at the end.
   *
   * @throws MalformedMessageException if it does not fit
   */
  public boolean next() {
    if (next >= end) {
      return false;
    }
    int left = end - next;
    if (left < Align.NLA_HDRLEN) {
      throw new MalformedMessageException(left + " stray bytes after the attributes at " + next);
    }
    int nlaLen = buffer.getShort(next) & 0xffff;
    if (nlaLen < Align.NLA_HDRLEN || nlaLen > left) {
      throw new MalformedMessageException(
          "an attribute at "
              + next
              + " says it is "
              + nlaLen
              + " bytes long, but "
              + left
              + " are left");
    }
    rawType = buffer.getShort(next + 2) & 0xffff;
    payload = next + Align.NLA_HDRLEN;
    length = nlaLen - Align.NLA_HDRLEN;
    next += Align.up(nlaLen);
    return true;
  }

  /** {@code nla_type} without its flag bits. */
  public int type() {
    return rawType & NLA_TYPE_MASK;
  }

  /** {@code nla_type} as on the wire. */
  public int rawType() {
    return rawType;
  }

  /** Bytes of payload. */
  public int length() {
    return length;
  }

  /** Where the payload starts in the buffer. */
  public int offset() {
    return payload;
  }

  /** One byte, unsigned. */
  public int u8() {
    need(1);
    return buffer.get(payload) & 0xff;
  }

  /** Two bytes in network order, unsigned. */
  public int u16be() {
    need(2);
    return Short.reverseBytes(little(buffer.getShort(payload))) & 0xffff;
  }

  /** Two bytes in host order, unsigned. */
  public int u16() {
    need(2);
    return buffer.getShort(payload) & 0xffff;
  }

  /** Four bytes in network order. */
  public int u32be() {
    need(4);
    int value = buffer.getInt(payload);
    return NATIVE_BIG ? value : Integer.reverseBytes(value);
  }

  /** Four bytes in host order. */
  public int u32() {
    need(4);
    return buffer.getInt(payload);
  }

  /** Eight bytes in network order. */
  public long u64be() {
    need(8);
    long value = buffer.getLong(payload);
    return NATIVE_BIG ? value : Long.reverseBytes(value);
  }

  /** {@link Text} up to the first NUL byte, or all of it. */
  public String string() {
    byte[] raw = new byte[length];
    buffer.get(payload, raw);
    int used = 0;
    while (used < raw.length && raw[used] != 0) {
      used++;
    }
    return Text.of(raw, 0, used);
  }

  /** A copy of the payload. */
  public Bytes bytes() {
    byte[] raw = new byte[length];
    buffer.get(payload, raw);
    return Bytes.of(raw);
  }

  /** Whether the payload is {@code of} from {@code offset}, {@code bytes} long; without a copy. */
  public boolean is(byte[] of, int offset, int bytes) {
    if (length != bytes) {
      return false;
    }
    for (int i = 0; i < bytes; i++) {
      if (buffer.get(payload + i) != of[offset + i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the payload is {@code expected}; without a copy. */
  public boolean is(Bytes expected) {
    return expected.isIn(this);
  }

  /** A reader of the attributes inside this one. */
  public AttributeReader nested() {
    return new AttributeReader(buffer, payload, payload + length);
  }

  private static final boolean NATIVE_BIG = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

  private static short little(short value) {
    return NATIVE_BIG ? Short.reverseBytes(value) : value;
  }

  private void need(int bytes) {
    if (length != bytes) {
      throw new MalformedMessageException(
          "attribute "
              + type()
              + " at "
              + (payload - Align.NLA_HDRLEN)
              + " has "
              + length
              + " bytes of payload instead of "
              + bytes);
    }
  }
}
