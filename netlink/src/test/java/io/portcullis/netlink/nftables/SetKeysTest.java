package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.expr.Payload;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/**
 * What keys are, as nft 1.0.6 writes it for {@code typeof @nh,64,32} on a little-endian machine.
 */
final class SetKeysTest {

  private static final Payload SOURCE6 = new Payload(Register.R0, Payload.Base.NETWORK, 8, 4);

  private static final String PAYLOAD =
      "000407000000"
          + "011e"
          + "000400000000"
          + "010400000000"
          + "020402000000"
          + "030440000000"
          + "040420000000";

  private static final String COMMENT = "07026300";

  @Test
  void bytesOfAHeaderAreWrittenAsNftDoes() {
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "bytes are of such a machine");

    assertThat(SetKeys.of(SOURCE6, "c").bytes())
        .isEqualTo(Bytes.ofHex("000402000000" + "0326" + PAYLOAD + COMMENT));
  }

  @Test
  void marksBeforeThemToo() {
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "bytes are of such a machine");

    assertThat(SetKeys.afterMark(SOURCE6, "c").bytes())
        .isEqualTo(
            Bytes.ofHex(
                "000400000000"
                    + "0340"
                    + "00040d000000"
                    + "0138"
                    + "000e"
                    + "000409000000"
                    + "0106"
                    + "000403000000"
                    + "0126"
                    + PAYLOAD
                    + COMMENT));
  }

  @Test
  void whatIsWrittenCanBeRead() {
    assertThat(SetKeys.read(SetKeys.of(SOURCE6, "c"))).contains("@nh,64,32");
    assertThat(SetKeys.read(SetKeys.afterMark(SOURCE6, "c"))).contains("meta mark . @nh,64,32");
    assertThat(SetKeys.read(Comments.ofSet("c"))).isEmpty();
    assertThat(SetKeys.read(new UserData(Bytes.ofHex("0304000407")))).isEmpty();
  }
}
