package io.portcullis.netlink.nflog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.Mutations;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Messages that are no logged packets. */
final class MalformedTest {

  @Test
  void packets() {
    Mutations.onlyRefusals(packet(Bytes.zero(16)), PacketCodec::decode);
  }

  @Test
  void aTimeThatIsNone() {
    for (String time :
        new String[] {"7fffffffffffffff0000000000000000", "00000000000000000000000000989680"}) {
      ByteBuffer buffer = Mutations.written(packet(Bytes.ofHex(time)));
      assertThatThrownBy(() -> PacketCodec.decode(buffer, 0, buffer.capacity()))
          .isInstanceOf(MalformedMessageException.class)
          .hasMessageStartingWith("a time of ");
    }
  }

  private static Consumer<MessageWriter> packet(Bytes time) {
    return out -> {
      out.netfilterHeader(2, 5);
      out.putBytes(NflogNumbers.NFULA_PACKET_HDR, Bytes.ofHex("08000100"));
      out.putString(NflogNumbers.NFULA_PREFIX, "seen");
      out.putU32be(NflogNumbers.NFULA_MARK, 7);
      out.putBytes(NflogNumbers.NFULA_TIMESTAMP, time);
      out.putBytes(NflogNumbers.NFULA_PAYLOAD, Bytes.zero(20));
    };
  }
}
