package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.ObjectData;
import io.portcullis.netlink.nftables.TunnelOption;
import io.portcullis.netlink.nftables.expr.Notrack;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stateful objects to bytes and back, without a kernel. */
final class ObjectDataCodecTest {

  @ParameterizedTest
  @MethodSource("io.portcullis.netlink.nftables.ObjectDataExamples#all")
  void anObjectIsWhatItWasMadeOf(ObjectData data) {
    assertThat(ObjectDataCodec.read(ObjectDataCodec.write("o", data))).contains(data);
  }

  @ParameterizedTest
  @MethodSource("io.portcullis.netlink.nftables.ObjectDataExamples#all")
  void whatIsDamagedIsAnotherObjectOrNone(ObjectData data) {
    NftObject good = ObjectDataCodec.write("o", data);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 500; run++) {
      byte[] bad = good.data().toArray();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      Bytes cut =
          Bytes.of(bad, 0, random.nextInt(4) == 0 ? random.nextInt(bad.length) : bad.length);
      Optional<ObjectData> read =
          ObjectDataCodec.read(
              new NftObject("o", good.type(), cut, good.userData(), good.unknown()));
      read.ifPresent(
          other ->
              assertThat(ObjectDataCodec.read(ObjectDataCodec.write("o", other)))
                  .as("seed %d, bytes %s", seed, cut)
                  .contains(other));
    }
  }

  @Test
  void optionsOfATunnelAreReadAsTheyWereWritten() {
    List<TunnelOption> options =
        List.of(
            new TunnelOption.Vxlan(7),
            new TunnelOption.ErspanV1(0xfffff),
            new TunnelOption.ErspanV2(63, 1),
            new TunnelOption.Geneve(0x0102, 3, Bytes.ofHex("01020304")),
            new TunnelOption.Geneve(0xffff, 0xff, Bytes.EMPTY));

    Bytes raw = TunnelOptionCodec.encode(options);

    assertThat(TunnelOptionCodec.decode(raw)).contains(options);
    assertThat(TunnelOptionCodec.decode(Bytes.EMPTY)).contains(List.of());
    byte[] unknown = raw.toArray();
    unknown[2] = 9;
    assertThat(TunnelOptionCodec.decode(Bytes.of(unknown))).isEmpty();
  }

  @Test
  void anExpressionThatIsNoObjectIsRefused() {
    assertThatThrownBy(() -> ObjectDataCodec.write("o", new ObjectData.Shared(new Notrack())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no objects of kind notrack");
  }
}
