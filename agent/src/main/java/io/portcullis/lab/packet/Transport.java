package io.portcullis.lab.packet;

import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.ProtocolSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What is above IP: headers in network order, checksums right unless said otherwise. */
public sealed interface Transport {

  /** {@code IPPROTO_*} in packets of that family. */
  int protocol(Family family);

  /**
   * Header and payload.
   *
   * @param pseudoHeader RFC 9293 section 3.1 or RFC 8200 section 8.1, for this protocol and length
   */
  byte[] bytes(PseudoHeader pseudoHeader);

  /**
   * TCP, RFC 9293, without options or payload.
   *
   * @param flags the low byte: FIN 1, SYN 2, RST 4, PSH 8, ACK 16
   */
  record Tcp(int sourcePort, int destinationPort, int flags, int sequence) implements Transport {

    /** {@code SYN}. */
    public static final int SYN = 2;

    /** {@code ACK}. */
    public static final int ACK = 16;

    /** A connection request. */
    public static Tcp syn(int sourcePort, int destinationPort) {
      return new Tcp(sourcePort, destinationPort, SYN, 1);
    }

    @Override
    public int protocol(Family family) {
      return ProtocolSet.TCP;
    }

    @Override
    public byte[] bytes(PseudoHeader pseudoHeader) {
      ByteBuffer out = ByteBuffer.allocate(20);
      out.putShort((short) sourcePort).putShort((short) destinationPort).putInt(sequence);
      // No acknowledgement; 5 words of header; a window of 65535.
      out.putInt(0).put((byte) (5 << 4)).put((byte) flags).putShort((short) 0xffff);
      return pseudoHeader.checksummed(out.array(), ProtocolSet.TCP, 16);
    }
  }

  /**
   * UDP, RFC 768.
   *
   * @param length bytes of payload, all zero
   */
  record Udp(int sourcePort, int destinationPort, int length) implements Transport {

    @Override
    public int protocol(Family family) {
      return ProtocolSet.UDP;
    }

    @Override
    public byte[] bytes(PseudoHeader pseudoHeader) {
      ByteBuffer out = ByteBuffer.allocate(8 + length);
      out.putShort((short) sourcePort).putShort((short) destinationPort);
      out.putShort((short) (8 + length));
      byte[] datagram = pseudoHeader.checksummed(out.array(), ProtocolSet.UDP, 6);
      if (datagram[6] == 0 && datagram[7] == 0) {
        // Zero would mean "no checksum"; this is the same number.
        datagram[6] = datagram[7] = (byte) 0xff;
      }
      return datagram;
    }
  }

  /** SCTP with one INIT chunk, RFC 9260 section 3.3.2. */
  record SctpInit(int sourcePort, int destinationPort) implements Transport {

    @Override
    public int protocol(Family family) {
      return ProtocolSet.SCTP;
    }

    @Override
    public byte[] bytes(PseudoHeader pseudoHeader) {
      ByteBuffer out = ByteBuffer.allocate(12 + 20);
      // An INIT has verification tag 0.
      out.putShort((short) sourcePort).putShort((short) destinationPort).putInt(0).putInt(0);
      out.put((byte) 1).put((byte) 0).putShort((short) 20);
      // Initiate tag, window, streams out and in, first TSN.
      out.putInt(0x01020304).putInt(65_535).putShort((short) 1).putShort((short) 1).putInt(1);
      int checksum = Checksums.crc32c(out.array());
      return out.order(ByteOrder.LITTLE_ENDIAN).putInt(8, checksum).array();
    }
  }

  /**
   * ICMP (RFC 792) in IPv4, ICMPv6 (RFC 4443) in IPv6.
   *
   * @param rest of header and payload, after the checksum
   */
  record Icmp(int type, int code, Bytes rest) implements Transport {

    /** A request for an echo: type 8 or 128, identifier and sequence number 1. */
    public static Icmp echo(Family family) {
      return new Icmp(family == Family.V4 ? 8 : 128, 0, Bytes.ofHex("00010001"));
    }

    @Override
    public int protocol(Family family) {
      return family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
    }

    @Override
    public byte[] bytes(PseudoHeader pseudoHeader) {
      byte[] out = new byte[4 + rest.length()];
      out[0] = (byte) type;
      out[1] = (byte) code;
      rest.copyTo(out, 4);
      // IPv4's ICMP sums no pseudo-header.
      return pseudoHeader.family() == Family.V4
          ? PseudoHeader.put(out, 2, Checksums.internet(new byte[0], out))
          : pseudoHeader.checksummed(out, ProtocolSet.ICMPV6, 2);
    }
  }

  /** Any other protocol: bytes as they are. */
  record Other(int number, Bytes payload) implements Transport {

    @Override
    public int protocol(Family family) {
      return number;
    }

    @Override
    public byte[] bytes(PseudoHeader pseudoHeader) {
      return payload.toArray();
    }
  }
}
