package io.portcullis.lab.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.lab.Mac;
import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RawPacketTest {

  private static final Address V4 = Address.parse("198.51.100.10");
  private static final Address V4_NODE = Address.parse("192.0.2.11");
  private static final Address V6 = Address.parse("2001:db8:51::10");
  private static final Address V6_NODE = Address.parse("2001:db8:2::11");

  static Stream<Transport> transports() {
    return Stream.of(
        Transport.Tcp.syn(40_000, 30_080),
        new Transport.Udp(40_000, 53, 33),
        new Transport.Icmp(128, 0, Bytes.ofHex("07")));
  }

  @ParameterizedTest
  @MethodSource("transports")
  void checksumsOverThemselvesAreZero(Transport transport) {
    PseudoHeader pseudo = new PseudoHeader(V6, V6_NODE);
    byte[] bytes = transport.bytes(pseudo);
    byte[] before = pseudo.bytes(transport.protocol(Family.V6), bytes.length);
    assertThat(Checksums.internet(before, bytes)).isZero();
  }

  @Test
  void ipv4HeaderIsAsOnTheWire() {
    byte[] datagram = RawPacket.of(V4, V4_NODE, new Transport.Udp(1, 2, 0)).datagram();
    byte[] header = Arrays.copyOf(datagram, 20);
    assertThat(Checksums.internet(new byte[0], header)).isZero();
    // Version and length, TOS, 28 bytes; identification 1, no fragment; TTL 64, UDP.
    assertThat(HexFormat.of().formatHex(header, 0, 10)).isEqualTo("4500001c000100004011");
    assertThat(HexFormat.of().formatHex(header, 12, 20)).isEqualTo("c633640ac000020b");
  }

  @Test
  void crc32cIsThatOfRfc3720() {
    assertThat(Checksums.crc32c("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0xe3069283);
  }

  @Test
  void sctpChecksumGoesOutLowestByteFirst() {
    byte[] bytes = new Transport.SctpInit(5, 6).bytes(new PseudoHeader(V4, V4_NODE));
    int sent = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
    Arrays.fill(bytes, 8, 12, (byte) 0);
    assertThat(sent).isEqualTo(Checksums.crc32c(bytes));
  }

  @Test
  void fragmentsMakeUpThePacket() {
    RawPacket packet = RawPacket.of(V4, V4_NODE, new Transport.Udp(1, 2, 12));
    List<byte[]> frames = packet.fragments(Mac.NODE_ETH0.bytes(), Mac.ROUTER_NODE.bytes(), 8);
    StringBuilder above = new StringBuilder();
    for (int i = 0; i < frames.size(); i++) {
      ByteBuffer frame = ByteBuffer.wrap(frames.get(i));
      boolean last = i + 1 == frames.size();
      assertThat(frame.getShort(14 + 6)).isEqualTo((short) (i | (last ? 0 : 0x2000)));
      above.append(HexFormat.of().formatHex(frames.get(i), 34, frames.get(i).length));
    }
    byte[] whole = packet.datagram();
    assertThat(frames).hasSize(3);
    assertThat(above).hasToString(HexFormat.of().formatHex(whole, 20, whole.length));
  }

  @Test
  void extensionHeadersComeBeforeTheFragmentHeader() {
    var packet =
        new RawPacket(
            V6,
            V6_NODE,
            List.of(Extension.HOP_BY_HOP, Extension.DESTINATION_OPTIONS),
            Transport.Tcp.syn(1, 2),
            0x01020304);
    byte[] second = packet.fragments(new byte[6], new byte[6], 16).get(1);
    String headers = HexFormat.of().formatHex(second, 14 + 40, 14 + 64);
    assertThat(second[14 + 6]).isZero();
    // Destination options next, padding; fragment next, padding; TCP next, offset 16, last, id.
    assertThat(headers).isEqualTo("3c00010400000000" + "2c00010400000000" + "0600001001020304");
  }

  @Test
  void nonsenseIsRefused() {
    RawPacket packet = RawPacket.of(V4, V4_NODE, Transport.Tcp.syn(1, 2));
    assertThatThrownBy(() -> packet.fragments(new byte[6], new byte[6], 12))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RawPacket.of(V4, V6_NODE, Transport.Tcp.syn(1, 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
