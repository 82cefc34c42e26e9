package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;

import io.portcullis.lab.packet.Checksums;
import io.portcullis.lab.packet.RawPacket;
import io.portcullis.lab.packet.Transport;
import io.portcullis.lab.packet.Transport.Other;
import io.portcullis.lab.packet.Transport.Tcp;
import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.ProtocolSet;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Scenarios of one open port and one shut: with all others denied, and with all others left alone.
 * What looks like the open port but is not would slip past the first, what hides the shut one past
 * the second.
 */
abstract class OneOpenPort extends Scenario {

  static final int OPEN = 30_080;
  static final int SHUT = 30_081;

  private static final List<String> WITH_PORTS = List.of("TCP", "UDP", "SCTP");

  /** Both ways to write it. */
  static final List<String> POLICIES =
      List.of(
          ETH0 + policy("one-open", 10, rules("Allow", OPEN)) + DENY_REST,
          ETH0 + policy("one-shut", 10, rules("Deny", SHUT)));

  private static String[] rules(String action, int port) {
    return WITH_PORTS.stream()
        .map(
            protocol ->
                "{action: %s, protocol: %s, destination: {ports: [%d]}}"
                    .formatted(action, protocol, port))
        .toArray(String[]::new);
  }

  /** A connection request from the office's net to node1, with data. */
  Bytes tcpWithData(Family family, int port, int length) {
    Address source = Wire.office(family);
    Address destination = node1.address(family);
    ByteBuffer segment = ByteBuffer.allocate(20 + length);
    segment.putShort((short) wire.fresh()).putShort((short) port).putInt(1).putInt(0);
    segment.put((byte) (5 << 4)).put((byte) Tcp.SYN).putShort((short) 0xffff);
    ByteBuffer pseudo = ByteBuffer.allocate(2 * source.toBytes().length + 8);
    pseudo.put(source.toBytes()).put(destination.toBytes());
    pseudo.putInt(segment.capacity()).putInt(ProtocolSet.TCP);
    segment.putShort(16, (short) Checksums.internet(pseudo.array(), segment.array()));
    return Bytes.of(segment.array());
  }

  /** The same as what is above IP. */
  Transport tcp(Family family, int port, int length) {
    return new Other(ProtocolSet.TCP, tcpWithData(family, port, length));
  }

  /** A packet to node1 in at least two frames. */
  List<byte[]> split(Family family, Transport transport, int size) {
    RawPacket packet = wire.toNode(family, transport);
    List<byte[]> frames = Wire.fragments(packet, size);
    if (frames.size() < 2) {
      throw new IllegalArgumentException(packet + " is whole in " + size + " bytes");
    }
    return frames;
  }
}
