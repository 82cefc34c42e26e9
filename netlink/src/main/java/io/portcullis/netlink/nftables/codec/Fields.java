package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.NFTA_DATA_VALUE;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.Text;
import io.portcullis.netlink.nftables.Register;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The attributes of one expression, by number. Asking for what is absent or has another width gives
 * a zero and makes {@link #faithful} false: the expression is then kept as bytes.
 */
final class Fields {

  private final Bytes[] values;
  private boolean faithful = true;
  private int asked;

  /** Reads attributes numbered 1 to {@code max}; any other, or a repeated one, is not faithful. */
  Fields(AttributeReader reader, int max) {
    values = new Bytes[max + 1];
    while (reader.next()) {
      int type = reader.type();
      if (type < 1 || type > max || values[type] != null) {
        faithful = false;
      } else {
        values[type] = reader.bytes();
      }
    }
  }

  /** True if every attribute was asked for and was what it was asked for. */
  boolean faithful() {
    for (int type = 1; type < values.length; type++) {
      if (values[type] != null && (asked & (1 << type)) == 0) {
        return false;
      }
    }
    return faithful;
  }

  boolean has(int type) {
    return values[type] != null;
  }

  /** Padding that the kernel adds before 64-bit values on some machines. */
  void ignore(int type) {
    asked |= 1 << type;
  }

  /** Makes this unfaithful unless {@code condition} holds. */
  void require(boolean condition) {
    faithful &= condition;
  }

  int u8(int type) {
    return (int) number(type, 1);
  }

  int u16(int type) {
    return (int) number(type, 2);
  }

  int u32(int type) {
    return (int) number(type, 4);
  }

  long u64(int type) {
    return number(type, 8);
  }

  /** Whether the 32 bits of {@code type}, if given at all, are {@code bit}; or else 0. */
  boolean flag(int type, int bit) {
    int value = has(type) ? u32(type) : 0;
    faithful &= value == 0 || value == bit;
    return value == bit;
  }

  OptionalInt optionalU8(int type) {
    return has(type) ? OptionalInt.of(u8(type)) : OptionalInt.empty();
  }

  OptionalInt optionalU16(int type) {
    return has(type) ? OptionalInt.of(u16(type)) : OptionalInt.empty();
  }

  OptionalInt optionalU32(int type) {
    return has(type) ? OptionalInt.of(u32(type)) : OptionalInt.empty();
  }

  Optional<Register> optionalRegister(int type) {
    return has(type) ? Optional.of(register(type)) : Optional.empty();
  }

  Optional<Bytes> optionalRaw(int type) {
    return has(type) ? Optional.of(raw(type)) : Optional.empty();
  }

  Optional<String> optionalString(int type) {
    return has(type) ? Optional.of(string(type)) : Optional.empty();
  }

  /** A data register; the verdict register is not one. */
  Register register(int type) {
    int number = u32(type);
    boolean known = (number >= 1 && number <= 4) || (number >= 8 && number <= 23);
    faithful &= known;
    return known ? Register.of(number) : Register.R0;
  }

  /** {@link Text} that ends in its only NUL byte. */
  String string(int type) {
    byte[] raw = raw(type).toArray();
    int length = raw.length - 1;
    if (length < 0) {
      faithful = false;
      return "";
    }
    String text = Text.of(raw, 0, length);
    faithful &= raw[length] == 0 && text.indexOf(0) < 0;
    return text;
  }

  /** {@code NFTA_DATA_VALUE} alone, inside attribute {@code type}. */
  Bytes value(int type) {
    Fields data = nested(type, NFTA_DATA_VALUE);
    Bytes value = data.raw(NFTA_DATA_VALUE);
    faithful &= data.faithful();
    return value;
  }

  /** The attributes inside attribute {@code type}, whose own faithfulness the caller asks for. */
  Fields nested(int type, int max) {
    return new Fields(reader(type), max);
  }

  /** A reader of the attributes inside attribute {@code type}. */
  AttributeReader reader(int type) {
    Bytes raw = raw(type);
    java.nio.ByteBuffer buffer =
        java.nio.ByteBuffer.allocate(raw.length()).order(java.nio.ByteOrder.nativeOrder());
    raw.putTo(buffer);
    return new AttributeReader(buffer, 0, raw.length());
  }

  /** Four bytes in host order; 0 if there are not four. */
  static int hostU32(Bytes value) {
    return value.hostU32().orElse(0);
  }

  /** The payload as it is. */
  Bytes raw(int type) {
    asked |= 1 << type;
    Bytes value = values[type];
    if (value == null) {
      faithful = false;
      return Bytes.EMPTY;
    }
    return value;
  }

  private long number(int type, int width) {
    Bytes raw = raw(type);
    if (raw.length() != width) {
      faithful = false;
      return 0;
    }
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = (value << 8) | raw.u8(i);
    }
    return value;
  }
}
