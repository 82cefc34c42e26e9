package io.portcullis.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that are not UTF-8 come back as they were. */
final class TextTest {

  @Test
  void utf8IsWhatItIs() {
    for (String text : new String[] {"", "eth0", "größe", "\ufffd", "名前", "a\ud83d\ude00b"}) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);

      assertThat(Text.of(utf8, 0, utf8.length)).isEqualTo(text);
      assertThat(Text.bytes(text)).isEqualTo(utf8);
    }
  }

  @Test
  void eachByteThatIsNotIsASurrogateOfItsOwn() {
    assertThat(Text.of(Bytes.ofHex("65ff30"))).isEqualTo("e\udcff0");
    assertThat(Text.of(Bytes.ofHex("c3"))).isEqualTo("\udcc3");
    assertThat(Text.of(Bytes.ofHex("efbfbdff"))).isEqualTo("\ufffd\udcff");
    // A surrogate in the manner of UTF-8 is not UTF-8.
    assertThat(Text.of(Bytes.ofHex("edb2ff"))).isEqualTo("\udced\udcb2\udcff");
  }

  @Test
  void aSurrogateThatStandsForNoByteBecomesAQuestionMark() {
    assertThat(Text.bytes("a\udc41\ud800b")).isEqualTo(new byte[] {'a', '?', '?', 'b'});
  }

  @Test
  void anyBytesComeBackAndNoTwoBecomeOne() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    // Bytes that make up UTF-8 of every length, and wrong ones, often enough to meet each other.
    byte[] likely = Bytes.ofHex("4180bfc2c3e0a0edb2efbfbdf09f9880ff").toArray();
    Map<String, Bytes> seen = new HashMap<>();
    for (int run = 0; run < 200_000; run++) {
      byte[] raw = new byte[random.nextInt(9)];
      for (int i = 0; i < raw.length; i++) {
        raw[i] = likely[random.nextInt(likely.length)];
      }
      String text = Text.of(raw, 0, raw.length);

      assertThat(Text.bytes(text)).as("seed %d", seed).isEqualTo(raw);
      Bytes before = seen.putIfAbsent(text, Bytes.of(raw));
      assertThat(before == null || before.equals(Bytes.of(raw))).as("seed %d", seed).isTrue();
    }
  }
}
