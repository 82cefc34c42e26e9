package io.portcullis.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes messages and their attributes one after the other into a direct buffer, which grows up to
 * {@link #MAX_BYTES}. Not for use by more than one thread.
 */
public final class MessageWriter {

  /** The most that one writer holds: 1 GiB, about ten million set elements. */
  public static final int MAX_BYTES = 1 << 30;

  /** The longest attribute, header included: {@code nla_len} has sixteen bits. */
  public static final int MAX_ATTRIBUTE = 0xffff;

  private static final boolean NATIVE_BIG = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

  private ByteBuffer buffer;
  private int message = -1;

  /** An empty writer with room for {@code capacity} bytes before it grows. */
  public MessageWriter(int capacity) {
    buffer = ByteBuffer.allocateDirect(Math.max(capacity, 256)).order(ByteOrder.nativeOrder());
  }

  /** Forgets what was written and keeps the room. */
  public void clear() {
    buffer.clear();
    message = -1;
  }

  /** What was written, in [0, {@link #position()}); valid until the next write. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Bytes written. */
  public int position() {
    return buffer.position();
  }

  /** Takes back everything from {@code position} on. */
  public void rewind(int position) {
    buffer.position(position);
  }

  /** Starts a message: {@code struct nlmsghdr}, whose length {@link #endMessage} fills in. */
  public void startMessage(int type, int flags, int sequence) {
    room(Align.NLMSG_HDRLEN);
    message = buffer.position();
    buffer.putInt(0).putShort((short) type).putShort((short) flags).putInt(sequence).putInt(0);
  }

  /** Ends the message that was started last. */
  public void endMessage() {
    buffer.putInt(message, buffer.position() - message);
  }

  /**
   * {@code struct nfgenmsg}, the second header of every netfilter message.
   *
   * @param resourceId sent in network order
   */
  public void netfilterHeader(int family, int resourceId) {
    room(4);
    buffer.put((byte) family).put((byte) 0);
    buffer.put((byte) (resourceId >>> 8)).put((byte) resourceId);
  }

  /** Starts an attribute that holds attributes, and gives what {@link #endNested} wants. */
  public int startNested(int type) {
    room(Align.NLA_HDRLEN);
    int mark = buffer.position();
    buffer.putShort((short) 0).putShort((short) (type | AttributeReader.NLA_F_NESTED));
    return mark;
  }

  /**
   * Ends a nested attribute.
   *
   * @throws IllegalArgumentException if it is longer than {@link #MAX_ATTRIBUTE}
   */
  public void endNested(int mark) {
    buffer.putShort(mark, checked(buffer.position() - mark));
  }

  /** One byte. */
  public void putU8(int type, int value) {
    header(type, 1);
    buffer.put((byte) value).put((byte) 0).putShort((short) 0);
  }

  /** Two bytes in network order. */
  public void putU16be(int type, int value) {
    header(type, 2);
    buffer.put((byte) (value >>> 8)).put((byte) value).putShort((short) 0);
  }

  /** Four bytes in network order. */
  public void putU32be(int type, int value) {
    header(type, 4);
    buffer.putInt(NATIVE_BIG ? value : Integer.reverseBytes(value));
  }

  /** Four bytes in host order. */
  public void putU32(int type, int value) {
    header(type, 4);
    buffer.putInt(value);
  }

  /** Eight bytes in network order. */
  public void putU64be(int type, long value) {
    header(type, 8);
    buffer.putLong(NATIVE_BIG ? value : Long.reverseBytes(value));
  }

  /** {@link Text}, with the NUL byte at its end that the kernel counts. */
  public void putString(int type, String value) {
    byte[] raw = Text.bytes(value);
    header(type, raw.length + 1);
    buffer.put(raw).put((byte) 0);
    pad(raw.length + 1);
  }

  /** Bytes as they are; {@code type} may carry flag bits. */
  public void putBytes(int type, Bytes value) {
    header(type, value.length());
    value.putTo(buffer);
    pad(value.length());
  }

  /** Attributes of a newer kernel, as they came. */
  public void putUnknown(UnknownAttributes unknown) {
    for (UnknownAttributes.Unknown attribute : unknown.attributes()) {
      putBytes(attribute.type(), attribute.payload());
    }
  }

  /** Attributes that were encoded before, or a protocol's own header: a multiple of four bytes. */
  public void putEncoded(byte[] attributes) {
    room(attributes.length);
    buffer.put(attributes);
  }

  /** An attribute's header; {@code length} bytes of payload and {@link #pad} must follow. */
  public void header(int type, int length) {
    room(Align.NLA_HDRLEN + length + 4);
    buffer.putShort(checked(Align.NLA_HDRLEN + length)).putShort((short) type);
  }

  /** The zeros that follow {@code length} bytes of payload. */
  public void pad(int length) {
    for (int i = length; i < Align.up(length); i++) {
      buffer.put((byte) 0);
    }
  }

  private static short checked(int length) {
    if (length > MAX_ATTRIBUTE) {
      throw new IllegalArgumentException(
          "a netlink attribute holds at most 65535 bytes, this one needs " + length);
    }
    return (short) length;
  }

  private void room(int bytes) {
    if (buffer.remaining() >= bytes) {
      return;
    }
    long wanted = Math.max(2L * buffer.capacity(), (long) buffer.position() + bytes);
    if ((long) buffer.position() + bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a batch of more than " + MAX_BYTES + " bytes is not sent; split it");
    }
    ByteBuffer larger =
        ByteBuffer.allocateDirect((int) Math.min(wanted, MAX_BYTES)).order(ByteOrder.nativeOrder());
    buffer.flip();
    larger.put(buffer);
    buffer = larger;
  }
}
