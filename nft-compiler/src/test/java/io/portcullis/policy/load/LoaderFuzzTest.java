package io.portcullis.policy.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testsupport.Fuzzer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link LoaderFuzz} under Jazzer, from the texts of the validation cases and a few that are
 * made to burst. A few seconds here; by hand for as long as one likes:
 *
 * <pre>mvn -pl nft-compiler -am -Dtest=LoaderFuzzTest -Dfuzz.runs=5000000 test</pre>
 */
final class LoaderFuzzTest {

  private static final int LONGEST = 4096;

  /** What YAML is made of, as libFuzzer's dictionaries have it. */
  private static final String WORDS =
      """
      "&a "
      "*a"
      "<<: *a"
      "!!binary "
      "? "
      "- "
      ">-\\x0A"
      "---\\x0A"
      "...\\x0A"
      "%YAML 1.2\\x0A"
      "preDNAT: true"
      "applyOnForward: true"
      "selector: all()"
      "nets: [10.0.0.0/8]"
      "ports: [1:2]"
      "kind: List"
      "items:"
      """;

  @Test
  void readingKeepsItsPromises(@TempDir Path directory) throws Exception {
    Path words = Files.writeString(directory.resolve("words"), WORDS);

    Fuzzer.Result result =
        Fuzzer.run(
            LoaderFuzz.class,
            "io.portcullis.policy.**",
            corpus(),
            LONGEST,
            directory,
            List.of("-dict=" + words));

    assertThat(result.clean()).as(result.said()).isTrue();
  }

  /** Without Jazzer: the corpus itself keeps the promises. */
  @Test
  void everySeedIsReadOrRefused() {
    assertThat(corpus()).hasSizeGreaterThan(100);
    corpus().values().forEach(LoaderFuzz::fuzzerTestOneInput);
  }

  private static Map<String, byte[]> corpus() {
    Map<String, byte[]> corpus = new LinkedHashMap<>();
    ValidationCases.all().forEach(rule -> rule.cases().forEach(each -> put(corpus, each.text())));
    put(corpus, bomb(2, 24));
    put(corpus, bomb(9, 9));
    put(corpus, "a: " + "[".repeat(1000));
    put(corpus, "a: " + "{a: ".repeat(500));
    put(corpus, "failsafeInboundHostPorts: tcp:22, udp:68\ncounters: off\n");
    return corpus;
  }

  /** Lists of lists by aliases: a text of a few lines that stands for width to the depth texts. */
  private static String bomb(int width, int depth) {
    StringBuilder text = new StringBuilder("a0: &a0 x\n");
    for (int i = 1; i <= depth; i++) {
      text.append("a%d: &a%d [".formatted(i, i))
          .append(("*a" + (i - 1) + ",").repeat(width))
          .append("]\n");
    }
    return text.append("kind: List\napiVersion: v1\nitems: *a")
        .append(depth)
        .append('\n')
        .toString();
  }

  private static void put(Map<String, byte[]> corpus, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST) {
      corpus.put("text-" + corpus.size(), bytes);
    }
  }
}
