package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;
import static io.portcullis.netlink.nftables.codec.ObjectDataAttributes.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.NewGen;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftFlowtable;
import io.portcullis.netlink.nftables.Trace;
import io.portcullis.netlink.nftables.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Events and flowtables from bytes, without a kernel. */
final class NotificationCodecTest {

  @Test
  void aGenerationIsReadWithWhoMadeIt() {
    NewGen read = NotificationCodec.newGen(reader(written(NotificationCodecTest::generation)));

    assertThat(read.generation()).isEqualTo(0xfffffff0L);
    assertThat(read.processId()).isEqualTo(4711);
    assertThat(read.processName()).isEqualTo("nft");
    assertThat(read.unknown().attributes()).hasSize(1);
    assertThatThrownBy(() -> NotificationCodec.newGen(reader(new byte[0])))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("without a generation");
  }

  @Test
  void aTraceIsReadWhole() {
    Trace read =
        NotificationCodec.trace(NfFamily.INET, reader(written(NotificationCodecTest::trace)));

    assertThat(read.family()).isEqualTo(NfFamily.INET);
    assertThat(read.id()).isEqualTo(0x1234);
    assertThat(read.type()).isEqualTo(Trace.NFT_TRACETYPE_RULE);
    assertThat(read.table()).contains("t");
    assertThat(read.chain()).contains("c");
    assertThat(read.rule()).hasValue(1L << 40);
    assertThat(read.verdict()).contains(Verdict.jump("d"));
    assertThat(read.policy()).isEmpty();
    assertThat(read.mark()).hasValue(5);
    assertThat(read.nfproto()).hasValue(2);
    assertThat(read.connection())
        .contains(
            new Trace.TracedConnection(
                8, OptionalInt.empty(), OptionalInt.of(1), OptionalInt.empty()));
    assertThat(read.packet().network()).isEqualTo(Bytes.ofHex("4500"));
    assertThat(read.packet().linkLayer()).isEqualTo(Bytes.EMPTY);
    assertThat(read.packet().inputInterface()).hasValue(3);
    assertThat(read.packet().inputType()).hasValue(1);
    assertThat(read.packet().outputInterface()).isEmpty();
  }

  @Test
  void aFlowtableIsWhatItWasEncodedFrom() {
    NftFlowtable flowtable = new NftFlowtable("fast", -5, List.of("eth0", "wlan0"));

    byte[] raw = written(out -> FlowtableCodec.encode(out, "t", flowtable));

    assertThat(FlowtableCodec.decode(reader(raw)))
        .isEqualTo(new FlowtableCodec.InTable("t", flowtable));
    assertThatThrownBy(() -> new NftFlowtable("fast", 0, List.of("a-name-that-is-too-long")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 15 bytes");
  }

  @Test
  void whatIsDamagedIsMalformedAndNothingElse() {
    NftFlowtable flowtable = new NftFlowtable("fast", 0, List.of("eth0"));
    damage(written(NotificationCodecTest::generation), NotificationCodec::newGen);
    damage(written(NotificationCodecTest::trace), in -> NotificationCodec.trace(NfFamily.INET, in));
    damage(written(out -> FlowtableCodec.encode(out, "t", flowtable)), FlowtableCodec::decode);
  }

  private static void damage(byte[] good, Consumer<AttributeReader> decoder) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int refused = 0;
    for (int run = 0; run < 5_000; run++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int i = random.nextInt(3); i > 0 && bad.length > 0; i--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        decoder.accept(reader(bad));
      } catch (MalformedMessageException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", bytes " + Bytes.of(bad), e);
      }
    }
    assertThat(refused).as("seed %d", seed).isPositive();
  }

  private static void generation(MessageWriter out) {
    out.putU32be(NFTA_GEN_ID, 0xfffffff0);
    out.putU32be(NFTA_GEN_PROC_PID, 4711);
    out.putString(NFTA_GEN_PROC_NAME, "nft");
    out.putU32be(9, 9);
  }

  private static void trace(MessageWriter out) {
    out.putU32be(NFTA_TRACE_NFPROTO, 2);
    out.putU32be(NFTA_TRACE_TYPE, Trace.NFT_TRACETYPE_RULE);
    out.putU32be(NFTA_TRACE_ID, 0x1234);
    out.putString(NFTA_TRACE_CHAIN, "c");
    out.putString(NFTA_TRACE_TABLE, "t");
    out.putU64be(NFTA_TRACE_RULE_HANDLE, 1L << 40);
    DataCodec.verdictOnly(out, NFTA_TRACE_VERDICT, Verdict.jump("d"));
    out.putU32be(NFTA_TRACE_MARK, 5);
    out.putU32be(NFTA_TRACE_IIF, 3);
    out.putU16be(NFTA_TRACE_IIFTYPE, 1);
    out.putU32be(NFTA_TRACE_CT_STATE, 8);
    out.putU8(NFTA_TRACE_CT_DIRECTION, 1);
    out.putBytes(NFTA_TRACE_NETWORK_HEADER, Bytes.ofHex("4500"));
  }

  private static byte[] written(Consumer<MessageWriter> writer) {
    MessageWriter out = new MessageWriter(256);
    writer.accept(out);
    byte[] raw = new byte[out.position()];
    out.buffer().get(0, raw);
    return raw;
  }

  private static AttributeReader reader(byte[] raw) {
    return new AttributeReader(ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder()), 0, raw.length);
  }
}
