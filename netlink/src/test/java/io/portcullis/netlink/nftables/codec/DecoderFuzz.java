package io.portcullis.netlink.nftables.codec;

import com.sun.management.ThreadMXBean;
import io.portcullis.netlink.Align;
import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.KernelError;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageHeader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.ObjectData;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the fuzzer calls: takes its input for a datagram of the kernel, and holds decoding to three
 * promises. It throws nothing but {@link MalformedMessageException}; it allocates at most {@link
 * #FACTOR} times the input and {@link #CONSTANT} bytes; and what it gives encodes to something that
 * decodes to the same.
 */
public final class DecoderFuzz {

  /**
   * The smallest element is an empty attribute, four bytes, for which a record of eight fields is
   * made, and a reader.
   */
  static final int FACTOR = 64;

  /** Exceptions with their stack, and what the virtual machine adds on its own account. */
  static final int CONSTANT = 64 << 10;

  private static final int HEADERS = Align.NLMSG_HDRLEN + 4;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** {@link DumpQuirks} leaves out of these what the kernel gives and does not take. */
  private static final Pattern NOT_TAKEN_BACK =
      Pattern.compile("Opaque\\[name=(exthdr|osf|dynset),");

  private DecoderFuzz() {}

  /** One run. */
  public static void fuzzerTestOneInput(byte[] input) {
    long bound = (long) FACTOR * input.length + CONSTANT;
    long allocated = allocated(input);
    if (allocated > bound) {
      // The first time, classes were loaded on the way.
      allocated = Math.min(allocated, allocated(input));
    }
    if (allocated > bound) {
      throw new IllegalStateException(
          input.length + " bytes made the decoder allocate " + allocated);
    }
    datagram(input).forEach(DecoderFuzz::again);
  }

  private static long allocated(byte[] input) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    List<Object> unused = datagram(input);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static List<Object> datagram(byte[] input) {
    List<Object> decoded = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(input).order(ByteOrder.nativeOrder());
    try {
      int at = 0;
      while (at < input.length) {
        MessageHeader header = MessageHeader.read(buffer, at, input.length);
        message(buffer, at, header, decoded);
        at += Align.up(header.length());
      }
    } catch (MalformedMessageException expected) {
      // As promised.
    }
    return decoded;
  }

  private static void message(
      ByteBuffer buffer, int at, MessageHeader header, List<Object> decoded) {
    if (header.type() == MessageHeader.NLMSG_ERROR) {
      decoded.add(KernelError.read(buffer, at, header));
      return;
    }
    AttributeReader in = new AttributeReader(buffer, at + HEADERS, at + header.length());
    switch (header.type() & 0xff) {
      case ObjectAttributes.NFT_MSG_NEWTABLE -> decoded.add(TableCodec.decode(NfFamily.INET, in));
      case ObjectAttributes.NFT_MSG_NEWCHAIN -> decoded.add(ChainCodec.decode(in));
      case ObjectAttributes.NFT_MSG_NEWRULE -> decoded.add(RuleCodec.decode(in));
      case ObjectAttributes.NFT_MSG_NEWSET -> decoded.add(SetCodec.decode(in));
      case ObjectAttributes.NFT_MSG_NEWSETELEM -> ElementListCodec.decode(in, decoded::add);
      case ObjectAttributes.NFT_MSG_NEWOBJ -> object(ObjectCodec.decode(in), decoded);
      case ObjectAttributes.NFT_MSG_NEWFLOWTABLE -> decoded.add(FlowtableCodec.decode(in));
      case ObjectAttributes.NFT_MSG_NEWGEN -> decoded.add(NotificationCodec.newGen(in));
      case ObjectAttributes.NFT_MSG_TRACE ->
          decoded.add(NotificationCodec.trace(NfFamily.INET, in));
      default -> {}
    }
  }

  private static void object(ObjectCodec.InTable read, List<Object> decoded) {
    decoded.add(read);
    ObjectDataCodec.read(read.object())
        .ifPresent(
            data -> {
              decoded.add(data);
              if (data instanceof ObjectData.Tunnel tunnel) {
                decoded.add(TunnelOptionCodec.decode(tunnel.options()));
              }
            });
  }

  private static void again(Object value) {
    if (NOT_TAKEN_BACK.matcher(value.toString()).find()) {
      return;
    }
    MessageWriter out = new MessageWriter(512);
    Object second;
    if (value instanceof io.portcullis.netlink.nftables.NftTable table) {
      TableCodec.encode(out, table);
      second = TableCodec.decode(table.family(), reader(out));
    } else if (value instanceof ChainCodec.InTable chain) {
      ChainCodec.encode(out, chain.table(), chain.chain());
      second = ChainCodec.decode(reader(out));
    } else if (value instanceof RuleCodec.InTable rule) {
      RuleCodec.encode(out, rule.table(), rule.rule().rule());
      if (!RuleCodec.decode(reader(out)).rule().rule().equals(rule.rule().rule())) {
        throw new IllegalStateException("encoded and decoded again, it differs: " + value);
      }
      return;
    } else if (value instanceof SetCodec.InTable set) {
      SetCodec.encode(out, set.table(), set.set(), 1);
      second = SetCodec.decode(reader(out));
    } else if (value instanceof NftSetElem element) {
      ElementCodec.encode(out, element);
      AttributeReader list = reader(out);
      if (!list.next()) {
        throw new IllegalStateException("an element became nothing: " + value);
      }
      second = ElementCodec.decode(list.nested());
    } else if (value instanceof ObjectCodec.InTable object) {
      ObjectCodec.encode(out, object.table(), object.object());
      second = ObjectCodec.decode(reader(out));
    } else if (value instanceof ObjectData data) {
      second = ObjectDataCodec.read(ObjectDataCodec.write("o", data)).orElseThrow();
    } else if (value instanceof FlowtableCodec.InTable flowtable) {
      FlowtableCodec.encode(out, flowtable.table(), flowtable.flowtable());
      second = FlowtableCodec.decode(reader(out));
    } else {
      return;
    }
    if (!second.equals(value)) {
      throw new IllegalStateException(
          "encoded and decoded again, it differs: " + value + " and " + second);
    }
  }

  private static AttributeReader reader(MessageWriter out) {
    byte[] raw = new byte[out.position()];
    out.buffer().get(0, raw);
    return new AttributeReader(
        ByteBuffer.wrap(Bytes.of(raw).toArray()).order(ByteOrder.nativeOrder()), 0, raw.length);
  }
}
