package io.portcullis.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Header blocks, held to Netty's. */
class HeaderBlockTest {

  private static byte[] netty(Http2Headers headers, int compressFrom) throws Exception {
    DefaultHttp2HeadersEncoder encoder =
        new DefaultHttp2HeadersEncoder(
            Http2HeadersEncoder.NEVER_SENSITIVE, false, 64, compressFrom);
    encoder.configuration().maxHeaderTableSize(0);
    ByteBuf out = Unpooled.buffer();
    encoder.encodeHeaders(1, headers, out);
    return ByteBufUtil.getBytes(out);
  }

  @Test
  void readsWhatNettyWritesPlainAndCompressed() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      StringBuilder value = new StringBuilder();
      int length = 1 + random.nextInt(4000);
      for (int i = 0; i < length; i++) {
        value.append((char) (33 + random.nextInt(94)));
      }
      Http2Headers headers =
          new DefaultHttp2Headers()
              .status("200")
              .add("content-type", "application/grpc")
              .add("grpc-status", "3")
              .add("grpc-message", value.toString());

      for (int compressFrom : new int[] {0, 1 << 20}) {
        assertThat(HeaderBlock.read(netty(headers, compressFrom)))
            .as("seed %d, round %d", seed, round)
            .containsEntry("grpc-status", "3")
            .containsEntry("grpc-message", value.toString());
      }
    }
  }

  @Test
  void nettyReadsWhatIsWritten() throws Exception {
    ByteBuf block = Unpooled.wrappedBuffer(HeaderBlock.request("/a.B/C", 30_000));

    Http2Headers headers = new DefaultHttp2HeadersDecoder(true).decodeHeaders(1, block);

    assertThat(headers.path()).hasToString("/a.B/C");
    assertThat(headers.method()).hasToString("POST");
    assertThat(headers.get("te")).hasToString("trailers");
    assertThat(headers.get("grpc-timeout")).hasToString("30000m");
  }

  @Test
  void whatIsNoHeaderBlockIsRefused() {
    assertThatThrownBy(() -> HeaderBlock.read(new byte[] {0, 5, 'a'}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(HeaderBlock.read(new byte[0])).isEqualTo(Map.of());
  }
}
