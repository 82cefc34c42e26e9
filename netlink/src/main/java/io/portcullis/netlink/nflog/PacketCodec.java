package io.portcullis.netlink.nflog;

import static io.portcullis.netlink.nflog.NflogNumbers.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.Netfilter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code NFULA_*}: all in network order. */
final class PacketCodec {

  private static final int MICROS = 1_000_000;

  private PacketCodec() {}

  /**
   * Reads a packet.
   *
   * @throws MalformedMessageException if it is none
   */
  static LoggedPacket decode(ByteBuffer buffer, int from, int to) {
    AttributeReader in = Netfilter.attributes(buffer, from, to);
    String prefix = "";
    Bytes header = Bytes.zero(4);
    int mark = 0;
    OptionalInt inLink = OptionalInt.empty();
    OptionalInt outLink = OptionalInt.empty();
    Optional<Instant> timestamp = Optional.empty();
    OptionalInt sequence = OptionalInt.empty();
    Bytes payload = Bytes.EMPTY;
    while (in.next()) {
      switch (in.type()) {
        // struct nfulnl_msg_packet_hdr: hw_protocol (16 bits), hook, a pad byte
        case NFULA_PACKET_HDR -> header = exactly(in, 4);
        case NFULA_PREFIX -> prefix = in.string();
        case NFULA_MARK -> mark = in.u32be();
        case NFULA_IFINDEX_INDEV -> inLink = OptionalInt.of(in.u32be());
        case NFULA_IFINDEX_OUTDEV -> outLink = OptionalInt.of(in.u32be());
        case NFULA_TIMESTAMP -> timestamp = Optional.of(instant(exactly(in, 16)));
        case NFULA_SEQ -> sequence = OptionalInt.of(in.u32be());
        case NFULA_PAYLOAD -> payload = in.bytes();
        default -> {}
      }
    }
    return new LoggedPacket(
        Netfilter.resource(buffer, from),
        prefix,
        Netfilter.family(buffer, from),
        header.u8(2),
        (header.u8(0) << 8) | header.u8(1),
        mark,
        inLink,
        outLink,
        timestamp,
        sequence,
        payload);
  }

  private static Bytes exactly(AttributeReader in, int length) {
    if (in.length() != length) {
      throw new MalformedMessageException(
          "attribute " + in.type() + " of " + in.length() + " bytes where " + length + " belong");
    }
    return in.bytes();
  }

  /** struct nfulnl_msg_packet_timestamp: seconds and microseconds, 64 bits each. */
  private static Instant instant(Bytes raw) {
    ByteBuffer both = ByteBuffer.wrap(raw.toArray());
    long seconds = both.getLong(0);
    long micros = both.getLong(8);
    if (seconds < 0 || seconds > Instant.MAX.getEpochSecond() || micros < 0 || micros >= MICROS) {
      throw new MalformedMessageException("a time of " + seconds + " s and " + micros + " us");
    }
    return Instant.ofEpochSecond(seconds, micros * 1000);
  }
}
