package io.portcullis.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that names a test for all that netlink does. */
class CoverageTest {

  private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]*Test)`");

  @Test
  void everyTestThatIsNamedIsThereAndEveryTestOfNetlinkIsNamed() throws Exception {
    String page = Documents.text(Documents.ROOT.resolve("docs/netlink-coverage.md"));
    Set<String> named =
        NAMED
            .matcher(page)
            .results()
            .map(match -> String.valueOf(match.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> there = new TreeSet<>();
    for (String module : new String[] {"netlink", "netlink-testkit"}) {
      try (Stream<Path> files = Files.walk(Documents.ROOT.resolve(module + "/src/test/java"))) {
        files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> name.endsWith("Test.java"))
            .forEach(name -> there.add(name.replace(".java", "")));
      }
    }

    assertThat(named).hasSizeGreaterThan(25);
    // Several packages have one of this name, which holds their decoders to refusals.
    there.remove("MalformedTest");
    assertThat(named).isEqualTo(there);
  }
}
