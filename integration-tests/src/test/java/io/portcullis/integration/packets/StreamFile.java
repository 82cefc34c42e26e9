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
 * in which it differs. New connections begin with a SYN; packets of established ones have ACK.
 * Checksums are right, since connection tracking looks at them and would call a packet invalid.
 */
final class StreamFile {

  /** Records in a file: more than caches of the first two levels hold entries for. */
  static final int RECORDS = 1 << 17;

  /** Of the guarded link. */
  static final byte[] TO = {2, 0, 0, 0, 0, 1};

  private static final byte[] FROM = {2, 0, 0, 0, 0, 2};
  private static final int MAGIC = 0x31534b50;
  private static final int ETHERNET = 14;
  private static final int TCP_CHECKSUM = 16;
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
   * @param records how many; a power of two
   */
  static void write(Path file, Family family, PacketStream stream, int first, int records)
      throws IOException {
    boolean established = stream.kind() == PacketStream.Kind.ESTABLISHED;
    List<Field> fields = fields(family);
    int used = fields.stream().mapToInt(Field::width).sum();
    int record = Integer.highestOneBit(used - 1) * 2;
    byte[] template = frame(stream.flows().get(0), established);
    ByteBuffer out =
        ByteBuffer.allocate(20 + 4 * fields.size() + template.length + record * records)
            .order(ByteOrder.nativeOrder())
            .putInt(MAGIC)
            .putInt(template.length)
            .putInt(fields.size())
            .putInt(record)
            .putInt(records);
    fields.forEach(field -> out.putShort((short) field.offset()).putShort((short) field.width()));
    out.put(template);
    for (int i = 0; i < records; i++) {
      byte[] frame = frame(stream.flows().get((first + i) % stream.flows().size()), established);
      int end = out.position() + record;
      fields.forEach(field -> out.put(frame, field.offset(), field.width()));
      out.position(end);
    }
    Files.write(file, out.array());
  }

  private static byte[] frame(Flow flow, boolean established) {
    int flags = established ? Transport.Tcp.ACK : Transport.Tcp.SYN;
    Transport tcp = new Transport.Tcp(SOURCE_PORT, flow.port(), flags, 1);
    Address to = destination(flow.source().family());
    return RawPacket.of(flow.source(), to, tcp).frame(TO, FROM);
  }

  private static List<Field> fields(Family family) {
    if (family == Family.V4) {
      int transport = ETHERNET + 20;
      return List.of(
          new Field(ETHERNET + 12, 4),
          new Field(ETHERNET + 10, 2),
          new Field(transport + 2, 2),
          new Field(transport + TCP_CHECKSUM, 2));
    }
    int transport = ETHERNET + 40;
    return List.of(
        new Field(ETHERNET + 8, 8),
        new Field(ETHERNET + 16, 8),
        new Field(transport + 2, 2),
        new Field(transport + TCP_CHECKSUM, 2));
  }
}
