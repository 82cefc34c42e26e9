package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Help, manual pages and completion, which are made from the commands themselves. */
class ManualTest {

  @TempDir private Path dir = Path.of("");

  private static List<String> commands() {
    return List.copyOf(Portcullis.commandLine().getSubcommands().keySet());
  }

  @Test
  void everyCommandHasAPageWithAllItsOptions() throws Exception {
    assertThat(Cli.run("man", "--dir", dir.toString()).exit()).isZero();

    try (Stream<Path> pages = Files.list(dir)) {
      assertThat(pages.count()).isEqualTo(commands().size() + 1L);
    }
    for (var command : Portcullis.commandLine().getSubcommands().entrySet()) {
      String name = command.getKey();
      String page = Files.readString(dir.resolve("portcullis-" + name + ".8"));
      assertThat(page).startsWith(".TH \"portcullis\\-" + name + "\" \"8\"");
      command
          .getValue()
          .getCommandSpec()
          .options()
          .forEach(option -> assertThat(page).contains(option.longestName().replace("-", "\\-")));
    }
    assertThat(Cli.run("man", "apply").out())
        .isEqualTo(Files.readString(dir.resolve("portcullis-apply.8")))
        .doesNotContain("${", "%n");
    assertThat(Cli.run("man", "nothing").exit()).isEqualTo(2);
  }

  /** The lines of a command's help that can be typed. */
  private static List<String> examples(String name, CommandLine command) {
    String all = String.join("\n", command.getCommandSpec().usageMessage().footer());
    return all.replace("\\\n    ", "")
        .lines()
        .filter(line -> line.startsWith("  "))
        .map(String::strip)
        .map(line -> line.replaceAll("^source <\\(|\\)$| \\|.*", ""))
        .peek(line -> assertThat(line).startsWith("portcullis " + name))
        .toList();
  }

  @Test
  void everyCommandHasExamplesThatItTakes() {
    for (var command : Portcullis.commandLine().getSubcommands().entrySet()) {
      List<String> examples = examples(command.getKey(), command.getValue());
      assertThat(examples).as(command.getKey()).isNotEmpty();
      for (String example : examples) {
        String[] words = example.substring("portcullis ".length()).split(" +", -1);
        assertThatCode(() -> Portcullis.commandLine().parseArgs(words))
            .as(example)
            .doesNotThrowAnyException();
      }
      assertThat(Cli.run("man", command.getKey()).out()).contains(".SH EXAMPLES\n.nf\n");
      assertThat(Cli.run(command.getKey(), "--help").out()).contains("\nExamples:\n  ");
    }
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    String script = Cli.run("completion").out();
    Path file = Files.writeString(dir.resolve("completion"), script);
    String ask =
        """
        source %s
        COMP_WORDS=(portcullis sta); COMP_CWORD=1; COMP_LINE='portcullis sta'; COMP_POINT=14
        _complete_portcullis; echo "${COMPREPLY[@]}"
        COMP_WORDS=(portcullis apply --dry); COMP_CWORD=2; COMP_LINE='portcullis apply --dry'
        COMP_POINT=22; COMPREPLY=()
        _complete_portcullis; echo "${COMPREPLY[@]}"
        """
            .formatted(file);

    try (NetworkNamespace namespace = NetworkNamespace.create("bash")) {
      assertThat(Shell.must(namespace, "", "bash", "-c", ask).lines())
          .containsExactly("status", "--dry-run");
    }
  }

  @Test
  void thereIsNoColourInAFile() {
    assertThat(Cli.run("--help").out()).contains("Usage: portcullis").doesNotContain("\033[");
  }
}
