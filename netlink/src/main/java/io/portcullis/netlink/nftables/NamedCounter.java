package io.portcullis.netlink.nftables;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.expr.Counter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Counters as objects of their own: {@code NFT_OBJECT_COUNTER}. */
public final class NamedCounter {

  /** Unsigned, big-endian. */
  private static final int NFTA_COUNTER_BYTES = 1;

  /** Unsigned, big-endian. */
  private static final int NFTA_COUNTER_PACKETS = 2;

  private NamedCounter() {}

  /** A named counter that goes on from {@code counter}. */
  public static NftObject of(String name, Counter counter, UserData userData) {
    MessageWriter out = new MessageWriter(32);
    out.putU64be(NFTA_COUNTER_BYTES, counter.bytes());
    out.putU64be(NFTA_COUNTER_PACKETS, counter.packets());
    byte[] data = new byte[out.position()];
    out.buffer().get(0, data);
    return new NftObject(name, NftObject.COUNTER, Bytes.of(data), userData, UnknownAttributes.NONE);
  }

  /** What a named counter has counted; empty if the object is none. */
  public static Optional<Counter> read(NftObject object) {
    if (object.type() != NftObject.COUNTER) {
      return Optional.empty();
    }
    byte[] data = object.data().toArray();
    AttributeReader in =
        new AttributeReader(ByteBuffer.wrap(data).order(ByteOrder.nativeOrder()), 0, data.length);
    long packets = 0;
    long bytes = 0;
    while (in.next()) {
      if (in.type() == NFTA_COUNTER_PACKETS) {
        packets = in.u64be();
      } else if (in.type() == NFTA_COUNTER_BYTES) {
        bytes = in.u64be();
      }
    }
    return Optional.of(new Counter(packets, bytes));
  }
}
