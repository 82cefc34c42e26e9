package io.portcullis.netlink.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testsupport.Snippet;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the package's documentation shows is taken from there, compiled and run. */
final class TutorialTest {

  @Test
  void whatIsShownCompilesAndDoesWhatIsSaid(@TempDir Path directory) throws Exception {
    Path sources =
        Path.of(System.getProperty("portcullis.root"), "netlink-testkit", "src", "main", "java");
    List<Snippet> snippets = Snippet.below(sources);

    assertThat(snippets).hasSize(1);
    String printed =
        snippets
            .get(0)
            .compile(
                directory,
                List.of(
                    "java.util", "io.portcullis.netlink.nftables", "io.portcullis.netlink.testkit"))
            .run();

    assertThat(printed)
        .startsWith("operation 1, add rule in chain none of table inet t: ENOENT")
        .endsWith("[]\n");
  }
}
