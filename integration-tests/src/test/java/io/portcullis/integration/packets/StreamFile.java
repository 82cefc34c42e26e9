package io.portcullis.integration.packets;

import io.portcullis.lab.packet.RawPacket;
import io.portcullis.lab.packet.Transport;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A stream as {@code native/packet-driver.c} reads it: one frame, and for every packet the fields
 * in which it differs. New connections are TCP, established ones UDP; checksums are right, since
 * connection tracking looks at them and would call a packet invalid.
 */
final class StreamFile {

  /** Records in a file: more than caches of the first two levels hold entries for. */
  static final int RECORDS = 1 << 17;

  /** Of the guarded link. */
  static final byte[] TO = {2, 0, 0, 0, 0, 1};

  private static final byte[] FROM = {2, 0, 0, 0, 0, 2};
  private static final int MAGIC = 0x31534b50;
  private static final int ETHERNET = 14;
  static final int SOURCE_PORT = 40_000;

  private StreamFile() {}

  /** A place in the frame. */
  private record Field(int offset, int width) {}

  /** The address of the guarded link. */
  static Address destination(Family family) {
    return Address.parse(family == Family.V4 ? "192.0.2.11" : "2001:db8:2::11");
  }

  /**
   * Writes a stream.
   *
   * @param first the record with which the file begins, so that two senders need not be in step
   */
  static void write(Path file, Family family, PacketStream stream, int first) throws IOException {
    boolean udp = stream.kind() == PacketStream.Kind.ESTABLISHED;
    List<Field> fields = fields(family, udp);
    int used = fields.stream().mapToInt(Field::width).sum();
    int record = Integer.highestOneBit(used - 1) * 2;
    byte[] template = frame(stream.flows().get(0), udp);
    ByteBuffer out =
        ByteBuffer.allocate(20 + 4 * fields.size() + template.length + record * RECORDS)
            .order(ByteOrder.nativeOrder())
            .putInt(MAGIC)
            .putInt(template.length)
            .putInt(fields.size())
            .putInt(record)
            .putInt(RECORDS);
    fields.forEach(field -> out.putShort((short) field.offset()).putShort((short) field.width()));
    out.put(template);
    for (int i = 0; i < RECORDS; i++) {
      byte[] frame = frame(stream.flows().get((first + i) % stream.flows().size()), udp);
      int end = out.position() + record;
      fields.forEach(field -> out.put(frame, field.offset(), field.width()));
      out.position(end);
    }
    Files.write(file, out.array());
  }

  private static byte[] frame(Flow flow, boolean udp) {
    Transport transport =
        udp
            ? new Transport.Udp(SOURCE_PORT, flow.port(), 12)
            : Transport.Tcp.syn(SOURCE_PORT, flow.port());
    Address to = destination(flow.source().family());
    return RawPacket.of(flow.source(), to, transport).frame(TO, FROM);
  }

  private static List<Field> fields(Family family, boolean udp) {
    int checksum = udp ? 6 : 16;
    if (family == Family.V4) {
      int transport = ETHERNET + 20;
      return List.of(
          new Field(ETHERNET + 12, 4),
          new Field(ETHERNET + 10, 2),
          new Field(transport + 2, 2),
          new Field(transport + checksum, 2));
    }
    int transport = ETHERNET + 40;
    return List.of(
        new Field(ETHERNET + 8, 8),
        new Field(ETHERNET + 16, 8),
        new Field(transport + 2, 2),
        new Field(transport + checksum, 2));
  }
}
