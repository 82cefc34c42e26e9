package io.portcullis.policy.selector;

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
 * Runs {@link SelectorFuzz} under Jazzer. A few seconds here; by hand for as long as one likes:
 *
 * <pre>mvn -pl nft-compiler -am -Dtest=SelectorFuzzTest -Dfuzz.runs=5000000 test</pre>
 */
final class SelectorFuzzTest {

  private static final List<String> SEEDS =
      List.of(
          "",
          "all()",
          "global()",
          "has(a)",
          "!has(a/b.c-d_e)",
          "a == 'b'",
          "a != \"b\"",
          "a contains 'b' || a starts with 'c' && a ends with \"d\"",
          "a in {'b', \"c\"} && !(b not in {})",
          "((((role == 'node'))))",
          "!".repeat(50) + "all()",
          "(".repeat(99) + "all()" + ")".repeat(99),
          "has == 'has' && all == 'all' || not in {'in'}");

  private static final String WORDS =
      """
      "&&"
      "||"
      "!"
      "=="
      "!="
      " in "
      " not in "
      "contains"
      "starts with"
      "ends with"
      "has("
      "all()"
      "global()"
      "{'a'}"
      """;

  @Test
  void parsingKeepsItsPromises(@TempDir Path directory) throws Exception {
    Path words = Files.writeString(directory.resolve("words"), WORDS);

    Fuzzer.Result result =
        Fuzzer.run(
            SelectorFuzz.class,
            "io.portcullis.policy.selector.**",
            corpus(),
            1024,
            directory,
            List.of("-dict=" + words));

    assertThat(result.clean()).as(result.said()).isTrue();
  }

  /** Without Jazzer: the corpus itself keeps the promises. */
  @Test
  void everySeedParsesOrIsRefused() {
    corpus().values().forEach(SelectorFuzz::fuzzerTestOneInput);
  }

  private static Map<String, byte[]> corpus() {
    Map<String, byte[]> corpus = new LinkedHashMap<>();
    SEEDS.forEach(
        text -> corpus.put("seed-" + corpus.size(), text.getBytes(StandardCharsets.UTF_8)));
    return corpus;
  }
}
