package io.portcullis.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The demo itself, on the real kernel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoKernelTest {

  private final DemoResult result = Demo.run(Examples.NODEPORTS, line -> {});

  @Test
  void allIsAsExpected() {
    assertThat(result.text()).doesNotContain("WRONG").contains("54 probes, 54 as expected;");
    assertThat(result.asExpected()).isTrue();
  }

  /** In a namespace whose loopback is down, as in some containers, a JVM takes IPv6 to be off. */
  @Test
  void withoutIpv6ItSaysWhatToDo() throws Exception {
    try (NetworkNamespace bare = NetworkNamespace.create("no-ipv6")) {
      Process demo =
          bare.start(
              new ProcessBuilder(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-cp",
                      System.getProperty(
                          "surefire.test.class.path", System.getProperty("java.class.path")),
                      "-Dportcullis.home=" + System.getProperty("portcullis.root"),
                      "io.portcullis.cli.Portcullis",
                      "demo")
                  .redirectErrorStream(true));
      String said = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(demo.waitFor()).as(said).isEqualTo(2);
      assertThat(said).contains("IPv6").contains("hint: give one to lo").doesNotContain("\tat ");
    }
  }

  @Test
  void theCountersInTheKernelAddUpToTheProbes() {
    assertThat(result.hits()).filteredOn(hits -> hits.decider().countsProbes()).hasSize(4);
    long counted =
        result.hits().stream()
            .filter(hits -> hits.decider().countsProbes())
            .mapToLong(Hits::packets)
            .sum();
    long decided =
        result.rows().stream().filter(row -> Decider.of(row.decision()).countsProbes()).count();
    assertThat(counted).isEqualTo(decided).isEqualTo(46);
  }

  /** The golden says: from, over, to, answer, reason, rule, file and line. */
  @Test
  void eachProbeHasTheAnswerAndTheRuleOfTheGolden() throws IOException {
    StringBuilder out = new StringBuilder();
    for (Row row : result.rows()) {
      String rule =
          row.decision()
              .rule()
              .map(
                  id ->
                      " %s[%d] %s:%d"
                          .formatted(
                              id.policy(),
                              id.index(),
                              Path.of(id.position().source()).getFileName(),
                              id.position().line()))
              .orElse("");
      out.append(Words.probe(row.question())).append(' ').append(Words.answer(row.got()));
      out.append(' ').append(row.decision().reason()).append(rule).append('\n');
    }
    assertThat(out).hasToString(golden());
  }

  private static String golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(DemoKernelTest.class.getResourceAsStream("probes.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
