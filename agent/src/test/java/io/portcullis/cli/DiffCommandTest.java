package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiffCommandTest {

  @TempDir private Path dir = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(dir.resolve("old.yaml"), Policy.ALL);
  }

  private Cli diff(String policy, String... more) throws IOException {
    Files.writeString(dir.resolve("new.yaml"), policy);
    List<String> args =
        new ArrayList<>(
            List.of(
                "diff",
                "--old",
                dir.resolve("old.yaml").toString(),
                "-f",
                dir.resolve("new.yaml").toString(),
                "--node",
                "node1",
                "--link",
                "eth0=192.0.2.11"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void theSamePolicyIsNoDifferenceWhereverItStands() throws IOException {
    String moved =
        String.join(
            "---\n", Policy.DENY, Policy.ALLOW, Policy.OFFICE, "# a comment\n" + Policy.ENDPOINT);
    Cli cli = diff(moved, "--attribution");

    assertThat(cli.err()).isEmpty();
    assertThat(cli.out())
        .isEqualTo("resources: the same\nnewly allowed: nothing\nnewly denied: nothing\n");
    assertThat(cli.exit()).isZero();
  }

  @Test
  void oneAddressMoreInASet() throws IOException {
    Cli cli = diff(Policy.ALL.replace("[198.51.100.0/24,", "[198.51.100.0/24, 203.0.113.0/25,"));

    assertThat(cli.out())
        .contains(
            "resources: 1 changed\n  ~ GlobalNetworkSet office, ",
            "      nets: 1 added (203.0.113.0/25)\n",
            "newly allowed: 1 region\n"
                + "  in by eth0: IPv4 TCP 30080, 31000-31010, from 203.0.113.0/25\n"
                + "    such as TCP 203.0.113.1:40000 -> 192.0.2.11:30080 in by eth0, connection"
                + " new, to this host\n"
                + "      before: denied by policy deny-all rule 0",
            "      after:  allowed by policy allow-office rule 0",
            "newly denied: nothing\n");
    assertThat(cli.exit()).isEqualTo(1);
  }

  @Test
  void onePortLessInARule() throws IOException {
    Cli cli = diff(Policy.ALL.replace("[30080, ", "["), "-o", "json");

    assertThat(cli.out())
        .contains("\"same\" : false", "\"services\" : \"TCP 30080\"", "\"verdict\" : \"drop\"");
    assertThat(cli.exit()).isEqualTo(1);
  }

  @Test
  void aNewPolicyThatTakesOverIsSaidIfAsked() throws IOException {
    String over = Policy.ALL + "---\n" + Policy.DENY.replace("deny-all", "all").replace("20", "15");

    assertThat(diff(over).out()).contains("newly allowed: nothing\nnewly denied: nothing\n");
    assertThat(diff(over).out()).doesNotContain("another rule");
    Cli cli = diff(over, "--attribution");
    assertThat(cli.out()).contains("decided by another rule: ").contains("by policy all rule 0");
    assertThat(cli.exit()).isEqualTo(1);
  }

  @Test
  void warningsAreThoseOfTheNewPolicy() throws IOException {
    Cli cli = diff(Policy.ALL + "---\n" + Policy.DENY.replace("deny-all", "again"));

    assertThat(cli.err())
        .startsWith("portcullis: warning: ")
        .contains("new.yaml:", "rule 0 of policy deny-all is never reached");
    assertThat(cli.err().lines()).hasSize(1);
  }

  @Test
  void manyWarningsAreCutShort() throws IOException {
    Cli cli = diff(Policy.ALL + "  - action: Deny\n".repeat(105));

    assertThat(cli.err().lines()).hasSize(101);
    assertThat(cli.err()).endsWith("warning: … and 5 more; compile -o json has all of them\n");
  }

  @Test
  void manyRegionsAreCutShort() throws IOException {
    Cli cli = diff(Policy.ENDPOINT, "--show", "1");

    assertThat(cli.out()).containsPattern("… and \\d+ more regions\n");
    assertThat(cli.out().lines().filter(line -> line.startsWith("    such as"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"'kind: [', 10", "'', 0"})
  void errorsAreToldByTheirOwnCodes(String document, int exit) throws IOException {
    Cli cli = diff(Policy.ALL + "---\n" + document);

    assertThat(cli.exit()).isEqualTo(exit);
  }

  @Test
  void whatIsNotThereIsNoDifference() {
    Cli cli = Cli.run("diff", "--old", dir.resolve("gone").toString(), "-f", dir.toString());

    assertThat(cli.exit()).isEqualTo(4);
    assertThat(Cli.run("diff", "--old", dir.toString()).exit()).isEqualTo(2);
    assertThat(Cli.run("diff", "-f", dir.toString(), "--revision", "1").exit()).isEqualTo(2);
  }
}
