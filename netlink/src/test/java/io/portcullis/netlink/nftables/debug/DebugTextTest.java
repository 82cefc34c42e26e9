package io.portcullis.netlink.nftables.debug;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.codec.NftnlProgram;
import io.portcullis.netlink.nftables.codec.NftnlVectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages and rules are printed as libmnl and libnftnl print them, by way of a C program. */
final class DebugTextTest {

  @Test
  void messagesArePrintedAsByLibmnl(@TempDir Path directory) throws Exception {
    Map<String, String> printed = sections(NftnlProgram.run(directory, "mnl"));
    Map<String, String> bytes = new LinkedHashMap<>();
    NftnlProgram.run(directory)
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(line -> bytes.put(line[0], line[1]));

    assertThat(printed.keySet()).isEqualTo(bytes.keySet()).hasSizeGreaterThan(60);
    bytes.forEach(
        (name, hex) -> {
          byte[] raw = Bytes.ofHex(hex).toArray();
          ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
          assertThat(MessageText.of(buffer, 0, raw.length, MessageText.Colours.AS_LIBMNL))
              .as(name)
              .isEqualTo(printed.get(name));
        });
  }

  @Test
  void rulesArePrintedAsByLibnftnl(@TempDir Path directory) throws Exception {
    Map<String, String> printed = sections(NftnlProgram.run(directory, "text"));
    Map<String, NftOperation> vectors = NftnlVectors.all();

    assertThat(printed).hasSizeGreaterThan(30);
    // It encodes these operations, whose numbers it does not know, and prints nothing of them.
    assertThat(printed.keySet().removeAll(Set.of("rule-and", "rule-or", "rule-xor"))).isTrue();
    printed.forEach(
        (name, text) -> {
          // The first line has table and chain; user data is not printed here.
          String expressions =
              text.substring(text.indexOf('\n') + 1).replaceAll("(?m)^  userdata.*\n", "");
          NftOperation operation = java.util.Objects.requireNonNull(vectors.get(name), name);
          String ours =
              operation instanceof NftOperation.AddRule add
                  ? RuleText.of(add.rule())
                  : RuleText.of(((NftOperation.InsertRule) operation).rule());
          assertThat(ours).as(name).isEqualTo(expressions.stripTrailing() + "\n");
        });
  }

  @Test
  void coloursCanBeLeftOut() {
    byte[] raw =
        Bytes.ofHex("1c000000000a010401000000000000000100000006000100740000" + "00").toArray();
    ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());

    String plain = MessageText.of(buffer, 0, raw.length, MessageText.Colours.NONE);
    String coloured = MessageText.of(buffer, 0, raw.length, MessageText.Colours.AS_LIBMNL);

    assertThat(plain).contains("|00006|--|00001|\t|len |flags| type|\n").doesNotContain("\u001b");
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
  }

  private static Map<String, String> sections(String output) {
    Map<String, String> sections = new LinkedHashMap<>();
    for (String section : output.split("(?m)^== ", -1)) {
      int end = section.indexOf('\n');
      if (end > 0) {
        sections.put(section.substring(0, end), section.substring(end + 1));
      }
    }
    return sections;
  }
}
