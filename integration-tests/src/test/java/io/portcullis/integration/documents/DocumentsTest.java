package io.portcullis.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.Configuration;
import io.portcullis.agent.ConfigurationReader;
import io.portcullis.agent.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentsTest {

  private static final Path CONFIGURATION = Documents.ROOT.resolve("docs/configuration.md");
  private static final Path EXIT_CODES = Documents.ROOT.resolve("docs/exit-codes.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `?([A-Za-z0-9]+)`? \\|", Pattern.MULTILINE);

  @Test
  void everyKeyOfTheConfigurationIsDocumentedAndNoOther() {
    AgentException refused =
        catchThrowableOfType(
            AgentException.class, () -> ConfigurationReader.parse("c", "notAKeyAtAll: 1"));
    Set<String> known =
        new TreeSet<>(List.of(refused.hint().replace("known here: ", "").split(", ", -1)));
    String table = Documents.text(CONFIGURATION).split("Everything at its default", -1)[0];
    assertThat(rows(table)).isEqualTo(known);
  }

  @Test
  void theDocumentedDefaultsAreTheDefaults() {
    List<String> blocks = Documents.blocks(CONFIGURATION, "yaml");
    assertThat(ConfigurationReader.parse("docs", blocks.get(0)))
        .isEqualTo(Configuration.defaults());
    assertThat(blocks).hasSize(4);
    assertThat(ConfigurationReader.parse("docs", blocks.get(1)).api().tls()).isPresent();
    assertThat(ConfigurationReader.parse("docs", blocks.get(2)).dataplane().denied()).isPresent();
    assertThat(ConfigurationReader.parse("docs", blocks.get(3)).dataplane().failsafes()).hasSize(4);
  }

  @Test
  void everyExitCodeIsDocumentedAndNoOther() {
    Set<String> numbers =
        Arrays.stream(ExitCode.values())
            .map(code -> Integer.toString(code.number()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(rows(Documents.text(EXIT_CODES))).isEqualTo(numbers);
  }

  @Test
  void linksLeadSomewhere() {
    Set<String> broken = new TreeSet<>();
    for (Path file : Documents.all()) {
      for (String link : Documents.links(file)) {
        if (!link.matches("[a-z]+:.*") && !leads(file, link)) {
          broken.add(Documents.ROOT.relativize(file) + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(Documents.all()).hasSizeGreaterThan(8);
  }

  private static boolean leads(Path from, String link) {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path to = path.isEmpty() ? from : from.resolveSibling(path).normalize();
    return Files.exists(to)
        && (hash < 0 || Documents.anchors(to).contains(link.substring(hash + 1)));
  }

  /** First cells of tables, but for their headings. */
  private static Set<String> rows(String text) {
    return ROW.matcher(text)
        .results()
        .map(row -> String.valueOf(row.group(1)))
        .filter(cell -> !cell.equals("key") && !cell.equals("code"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
