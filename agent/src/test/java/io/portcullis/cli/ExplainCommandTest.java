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

class ExplainCommandTest {

  @TempDir private Path dir = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(dir.resolve("policy.yaml"), Policy.ALL);
  }

  private Cli explain(String... packet) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "explain", "-f", dir.toString(), "--node", "node1", "--link", "eth0=192.0.2.11"));
    args.addAll(List.of(packet));
    return Cli.run(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    // From the office to its ports, and to none of them.
    "eth0, 198.51.100.7, --tcp, 30080, 0, allowed by policy allow-office rule 0",
    "eth0, 198.51.100.7, --tcp, 31010, 0, allowed by policy allow-office rule 0",
    "eth0, 198.51.100.7, --tcp, 31011, 1, denied by policy deny-all rule 0",
    "eth0, 198.51.100.7, --udp, 30080, 1, denied by policy deny-all rule 0",
    "eth0, 203.0.113.7, --tcp, 30080, 1, denied by policy deny-all rule 0",
    "eth0, 203.0.113.7, --icmp, 8/0, 1, denied by policy deny-all rule 0",
    "eth0, 203.0.113.7, --protocol, 47, 1, denied by policy deny-all rule 0",
    // What policy is not asked about: failsafes, other interfaces.
    "eth0, 203.0.113.7, --tcp, 22, 0, continues: failsafe port",
    "eth1, 203.0.113.7, --tcp, 30080, 0, continues: no host endpoint",
  })
  void saysWhoDecidesAndExitsWithIt(
      String in, String from, String protocol, String value, int exit, String begin) {
    Cli cli = explain("--in", in, "--from", from, "--to", "192.0.2.11", protocol, value);

    assertThat(cli.err()).isEmpty();
    assertThat(cli.out()).startsWith(begin);
    assertThat(cli.exit()).isEqualTo(exit);
  }

  @Test
  void namesFileAndLine() {
    Cli cli =
        explain(
            "--in", "eth0", "--from", "2001:db8:51::9", "--to", "2001:db8::1", "--tcp", "30080");

    assertThat(cli.out())
        .startsWith("allowed by policy allow-office rule 0 of tier default, " + dir)
        .contains("policy.yaml:30:5");
    assertThat(cli.exit()).isZero();
  }

  @Test
  void establishedConnectionsContinue() {
    Cli cli =
        explain(
            "--in",
            "eth0",
            "--from",
            "203.0.113.7",
            "--to",
            "192.0.2.11",
            "--tcp",
            "1",
            "--state",
            "established");

    assertThat(cli.out()).startsWith("continues: its connection is established");
    assertThat(cli.exit()).isZero();
  }

  @Test
  void aFailsafeCountsOnlyForTheHostsOwnAddresses() {
    assertThat(
            explain("--in", "eth0", "--from", "203.0.113.7", "--to", "10.9.9.9", "--tcp", "22")
                .exit())
        .isEqualTo(1);
    assertThat(
            explain(
                    "--in",
                    "eth0",
                    "--from",
                    "203.0.113.7",
                    "--to",
                    "10.9.9.9",
                    "--tcp",
                    "22",
                    "--local",
                    "true")
                .exit())
        .isZero();
  }

  @Test
  void jsonForScripts() {
    Cli cli =
        explain(
            "--in",
            "eth0",
            "--from",
            "203.0.113.7",
            "--to",
            "192.0.2.11",
            "--tcp",
            "30080",
            "-o",
            "json");

    assertThat(cli.out()).contains("\"verdict\" : \"drop\"", "\"policy\" : \"deny-all\"");
    assertThat(cli.exit()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--in eth0 --from 1.2.3 --to 192.0.2.11 --tcp 1|'1.2.3'",
        "--in eth0 --from 10.0.0.1 --to 2001:db8::1 --tcp 1|not of one family",
        "--in eth0 --from 10.0.0.1 --to 10.0.0.2 --tcp 65536|from 0 to 65535",
        "--in eth0 --from 10.0.0.1 --to 10.0.0.2|--tcp",
        "--in eth0 --from 10.0.0.1 --to 10.0.0.2 --tcp 1 --udp 1|mutually exclusive",
        "--in eth0 --from 10.0.0.1 --to 10.0.0.2 --icmp x|TYPE/CODE",
        "--in eth0 --from 10.0.0.1 --to 10.0.0.2 --tcp 1 --state old|state",
      })
  void whatMakesNoSenseIsRefusedInOneLineWithAHint(String packet, String says) {
    Cli cli = explain(packet.split(" "));

    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().lines()).hasSize(2);
    assertThat(cli.err()).startsWith("portcullis: error: ").contains(says, "\n  hint: ");
  }

  @Test
  void anyErrorIsTwoSoThatItIsNotTakenForAVerdict() throws IOException {
    Files.writeString(dir.resolve("bad.yaml"), "kind: [");

    Cli cli = explain("--in", "eth0", "--from", "10.0.0.1", "--to", "10.0.0.2", "--tcp", "1");

    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("bad.yaml:1:", "not YAML");
  }

  @Test
  void whyNotNamesWhatKeptARuleFromDeciding() {
    String[] packet = {
      "--in", "eth0", "--from", "203.0.113.7", "--to", "192.0.2.11", "--tcp", "30080", "--why-not"
    };
    List<String> args = new ArrayList<>(List.of(packet));
    args.add("allow-office/0");
    Cli cli = explain(args.toArray(String[]::new));

    assertThat(cli.out())
        .contains("  nearest edit that changes this: let rule 0 of policy allow-office (Allow) ")
        .contains("  why not:\n    rule 0 of policy allow-office (Allow, ")
        .contains("does not match: source 203.0.113.7 is not in [198.51.100.0/24]");
    assertThat(cli.exit()).isEqualTo(1);

    args.set(args.size() - 1, "allow-office/7");
    Cli rule = explain(args.toArray(String[]::new));
    assertThat(rule.err()).contains("policy allow-office has no rule '7'; it has 1");
    assertThat(rule.exit()).isEqualTo(2);

    args.set(args.size() - 1, "allow");
    Cli policy = explain(args.toArray(String[]::new));
    assertThat(policy.err()).contains("there is no policy 'allow'; there are allow-office");
    assertThat(policy.exit()).isEqualTo(2);
  }
}
