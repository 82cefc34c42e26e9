package io.portcullis.integration.foreign;

import io.portcullis.compiler.interpret.Datagram;
import io.portcullis.lab.packet.Extension;
import io.portcullis.lab.packet.RawPacket;
import io.portcullis.lab.packet.Transport;
import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Fragments, packets that end too early, and headers of every kind, whole and cut off. */
final class OddPackets {

  private static final byte[] MAC = new byte[6];
  private static final int ETHERNET = 14;
  private static final int[] HEADERS = {43, 44, 51, 59, 60};

  private final Random random;
  private int identification;

  OddPackets(Random random) {
    this.random = random;
  }

  List<ForeignPackets.Sent> some(int count) {
    List<ForeignPackets.Sent> out = new ArrayList<>();
    while (out.size() < count) {
      datagrams().forEach(datagram -> out.add(sent(datagram)));
    }
    return out.subList(0, count);
  }

  private List<byte[]> datagrams() {
    boolean v4 = random.nextBoolean();
    List<Extension> extensions =
        v4 || random.nextInt(3) > 0
            ? List.of()
            : random.nextBoolean()
                ? List.of(Extension.HOP_BY_HOP, Extension.DESTINATION_OPTIONS)
                : List.of(Extension.DESTINATION_OPTIONS);
    Address from = v4 ? ForeignPackets.source4(random) : ForeignPackets.source6(random);
    Address to =
        random.nextBoolean()
            ? v4 ? Bed.V4 : Bed.V6
            : v4 ? ForeignPackets.elsewhere4(random) : Address.v6(0xfd00L << 48, 7);
    RawPacket raw = new RawPacket(from, to, extensions, transport(v4), ++identification & 0xffff);
    if (random.nextInt(4) > 0) {
      return List.of(raw.datagram());
    }
    return raw.fragments(MAC, MAC, 8 * (1 + random.nextInt(3))).stream()
        .map(frame -> Arrays.copyOfRange(frame, ETHERNET, frame.length))
        .toList();
  }

  private Transport transport(boolean v4) {
    int from = 1000 + random.nextInt(3);
    int to = ForeignPackets.port(random);
    byte[] bytes = new byte[random.nextInt(30)];
    random.nextBytes(bytes);
    return switch (random.nextInt(6)) {
      case 0 -> Transport.Tcp.syn(from, to);
      case 1 -> new Transport.Udp(from, to, random.nextInt(20));
      // Cut off anywhere.
      case 2 -> new Transport.Other(random.nextBoolean() ? 6 : 17, Bytes.of(bytes));
      case 3 -> new Transport.Other(6, withOptions(from, to));
      case 4 ->
          v4
              ? new Transport.Other(ForeignPackets.protocol(random), Bytes.of(bytes))
              : new Transport.Other(HEADERS[random.nextInt(HEADERS.length)], header());
      default -> Transport.Icmp.echo(v4 ? Family.V4 : Family.V6);
    };
  }

  /** A TCP header, its options at random, of which it may say too much. */
  private Bytes withOptions(int from, int to) {
    int words = random.nextInt(8);
    byte[] out = new byte[20 + 4 * words];
    Bytes.ofU16(from).copyTo(out, 0);
    Bytes.ofU16(to).copyTo(out, 2);
    int said = 5 + words + (random.nextInt(4) == 0 ? random.nextInt(3) - 1 : 0);
    out[12] = (byte) (said << 4);
    out[13] = 2;
    for (int at = 20; at < out.length; ) {
      int kind = new int[] {0, 1, 2, 3, 4, 8, 30}[random.nextInt(7)];
      int size = kind <= 1 ? 1 : 2 + random.nextInt(4);
      out[at] = (byte) kind;
      if (kind > 1 && at + 1 < out.length) {
        out[at + 1] = (byte) (random.nextInt(8) == 0 ? random.nextInt(12) : size);
      }
      at += size;
    }
    return Bytes.of(out);
  }

  /** An extension header before UDP, or less than one. */
  private Bytes header() {
    byte[] out = new byte[random.nextInt(5) == 0 ? random.nextInt(4) : 8 + random.nextInt(24)];
    random.nextBytes(out);
    if (out.length > 1) {
      out[0] = (byte) new int[] {17, 17, 6, 60, 59}[random.nextInt(5)];
      out[1] = (byte) random.nextInt(3);
    }
    if (out.length > 3 && random.nextBoolean()) {
      out[2] = 0;
      out[3] = 0;
    }
    return Bytes.of(out);
  }

  private ForeignPackets.Sent sent(byte[] datagram) {
    boolean v4 = (datagram[0] & 0xf0) == 0x40;
    int at = v4 ? 12 : 8;
    int length = v4 ? 4 : 16;
    Address from = Address.of(Arrays.copyOfRange(datagram, at, at + length));
    Address to = Address.of(Arrays.copyOfRange(datagram, at + length, at + 2 * length));
    Packet packet =
        new Packet(
            Bed.LINK,
            Datagram.of(datagram).protocol(),
            from,
            to,
            0,
            0,
            0,
            0,
            ConntrackState.UNTRACKED,
            to.equals(v4 ? Bed.V4 : Bed.V6));
    return new ForeignPackets.Sent(packet, Bytes.of(datagram));
  }
}
