package io.portcullis.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command's manual page, in the macros of man(7), from what picocli knows of it. */
final class ManPage {

  /** Of the manual: commands of whoever runs the machine. */
  static final int SECTION = 8;

  private final CommandSpec spec;
  private final StringBuilder out = new StringBuilder();

  private ManPage(CommandSpec spec) {
    this.spec = spec;
  }

  static String of(CommandSpec spec) {
    return new ManPage(spec).text();
  }

  private String text() {
    String name = spec.qualifiedName("-");
    out.append(".TH \"%s\" \"%d\"\n".formatted(escaped(name), SECTION));
    section("NAME");
    String[] description = spec.usageMessage().description();
    line(name + " - " + (description.length == 0 ? "" : description[0]));
    section("SYNOPSIS");
    line(
        new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF))
            .synopsis(0)
            .replaceAll("\\s+", " ")
            .strip());
    section("DESCRIPTION");
    for (String paragraph : description) {
      out.append(".PP\n");
      line(paragraph.formatted());
    }
    arguments();
    commands();
    exitCodes();
    examples();
    section("SEE ALSO");
    line(
        spec.parent() == null
            ? "docs/README.md"
            : spec.parent().qualifiedName("-") + "(" + SECTION + ")");
    return out.toString();
  }

  private void arguments() {
    List<OptionSpec> options = spec.options().stream().filter(each -> !each.hidden()).toList();
    if (options.isEmpty() && spec.positionalParameters().isEmpty()) {
      return;
    }
    section("OPTIONS");
    spec.positionalParameters().forEach(each -> argument(each.paramLabel(), each));
    for (OptionSpec option : options) {
      String value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
      argument(String.join(", ", option.names()) + value, option);
    }
  }

  private void argument(String name, ArgSpec argument) {
    out.append(".TP\n.B ").append(escaped(name)).append('\n');
    line(String.join(" ", argument.description()).formatted());
  }

  private void commands() {
    if (spec.subcommands().isEmpty()) {
      return;
    }
    section("COMMANDS");
    spec.subcommands()
        .values()
        .forEach(
            each -> {
              CommandSpec of = each.getCommandSpec();
              out.append(".TP\n.B ").append(escaped(of.qualifiedName("-"))).append("(8)\n");
              line(String.join(" ", of.usageMessage().description()).formatted());
            });
  }

  private void exitCodes() {
    if (spec.usageMessage().exitCodeList().isEmpty()) {
      return;
    }
    section("EXIT STATUS");
    spec.usageMessage()
        .exitCodeList()
        .forEach(
            (code, meaning) -> {
              out.append(".TP\n.B ").append(code).append('\n');
              line(meaning);
            });
  }

  /** The footer of the help: a heading, and lines that can be typed. */
  private void examples() {
    List<String> lines =
        Arrays.stream(spec.usageMessage().footer()).filter(each -> each.startsWith("  ")).toList();
    if (!lines.isEmpty()) {
      section("EXAMPLES");
      out.append(".nf\n");
      lines.forEach(each -> line(each.substring(2)));
      out.append(".fi\n");
    }
  }

  private void section(String title) {
    out.append(".SH ").append(title).append('\n');
  }

  private void line(String text) {
    out.append(escaped(text)).append('\n');
  }

  /** So that nothing of it is a request, and a hyphen is one that can be copied. */
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
