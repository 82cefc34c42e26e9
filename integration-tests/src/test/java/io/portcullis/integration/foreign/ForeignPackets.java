package io.portcullis.integration.foreign;

import io.portcullis.lab.packet.RawPacket;
import io.portcullis.lab.packet.Transport;
import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import java.util.Random;

/** Packets over few values, so that they meet those of random rulesets. */
final class ForeignPackets {

  private static final int[] PROTOCOLS = {6, 6, 6, 17, 17, 1, 58, 132, 47, 253};

  private final Random random;
  private final String link;
  private final Address local4;
  private final Address local6;
  private int identification;

  /** A packet as the interpreter is asked, and as it is sent, from the IP header on. */
  record Sent(Packet packet, Bytes datagram) {}

  ForeignPackets(Random random, String link, Address local4, Address local6) {
    this.random = random;
    this.link = link;
    this.local4 = local4;
    this.local6 = local6;
  }

  static int port(Random random) {
    return 79 + random.nextInt(8);
  }

  static int protocol(Random random) {
    return PROTOCOLS[random.nextInt(PROTOCOLS.length)];
  }

  static Address source4(Random random) {
    return Address.v4(0x0a000000 + random.nextInt(12) + (random.nextInt(4) << 8));
  }

  static Address source6(Random random) {
    return Address.v6(0x20010db8_0000_0000L + random.nextInt(3), random.nextInt(12));
  }

  static Address elsewhere4(Random random) {
    return Address.v4(0x0a010000 | random.nextInt(4));
  }

  Sent next() {
    Family family = random.nextInt(3) == 0 ? Family.V6 : Family.V4;
    boolean v4 = family == Family.V4;
    boolean local = random.nextBoolean();
    Address source = v4 ? source4(random) : source6(random);
    Address elsewhere = v4 ? elsewhere4(random) : source6(random);
    Address destination = local ? v4 ? local4 : local6 : elsewhere;
    int protocol = protocol(random);
    int from = 1000 + random.nextInt(3);
    int to = port(random);
    boolean icmp = protocol == (v4 ? 1 : 58);
    Transport transport =
        switch (protocol) {
          case 6 -> Transport.Tcp.syn(from, to);
          case 17 -> new Transport.Udp(from, to, 12);
          case 132 -> new Transport.SctpInit(from, to);
          default ->
              icmp
                  ? new Transport.Icmp(v4 ? 8 : 128, random.nextInt(2), Bytes.zero(28))
                  : other(protocol, from, to);
        };
    RawPacket raw =
        new RawPacket(source, destination, List.of(), transport, ++identification & 0xffff);
    byte[] bytes = raw.datagram();
    int header = v4 ? 20 : 40;
    int first = u16(bytes, header);
    Packet packet =
        new Packet(
            link,
            protocol,
            source,
            destination,
            icmp ? 0 : first,
            // Of ICMP, the checksum lies where others have a port.
            u16(bytes, header + 2),
            icmp ? first >> 8 : 0,
            icmp ? first & 0xff : 0,
            ConntrackState.UNTRACKED,
            destination.equals(v4 ? local4 : local6));
    return new Sent(packet, Bytes.of(bytes));
  }

  private static Transport other(int protocol, int from, int to) {
    byte[] payload = new byte[32];
    Bytes.ofU16(from).copyTo(payload, 0);
    Bytes.ofU16(to).copyTo(payload, 2);
    return new Transport.Other(protocol, Bytes.of(payload));
  }

  static int u16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }
}
