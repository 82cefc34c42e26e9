package io.portcullis.cli;

import io.portcullis.agent.host.HookList.Hook;
import io.portcullis.agent.host.Remark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is told of a machine, as text and as trees. */
final class Remarks {

  /** Before what is told of a subject, beside its name: level, and spaces. */
  private static final int INDENT = 14;

  /** Columns for text that is continued below. */
  private static final int NARROWEST = 24;

  private Remarks() {}

  /** A line for each, with what it means and what to do below it. */
  static String text(List<Remark> remarks) {
    int width = remarks.stream().mapToInt(each -> each.subject().length()).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (Remark each : remarks) {
      String level = each.level().name().toLowerCase(Locale.ROOT);
      String mark = Style.of(each.level(), "%-8s".formatted(level));
      String indent = " ".repeat(width + INDENT);
      out.append(("  %s  %-" + width + "s  %s%n").formatted(mark, each.subject(), each.what()));
      line(out, indent, each.meaning());
      line(out, indent + "-> ", each.advice());
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String indent, String text) {
    if (text.isEmpty()) {
      return;
    }
    int room = Math.max(NARROWEST, columns() - indent.length());
    String begin = indent;
    String rest = text;
    while (rest.length() > room) {
      int space = rest.lastIndexOf(' ', room);
      int end = space > 0 ? space : room;
      out.append(begin).append(rest, 0, end).append(System.lineSeparator());
      begin = " ".repeat(indent.length());
      rest = rest.substring(end).strip();
    }
    out.append(begin).append(rest).append(System.lineSeparator());
  }

  /** A line is as long as it is, but for a terminal, which would break words. */
  private static int columns() {
    return Style.isTerminal() ? Screen.size()[1] : Integer.MAX_VALUE;
  }

  static List<Map<String, Object>> tree(List<Remark> remarks) {
    return remarks.stream()
        .map(
            each -> {
              Map<String, Object> out = new LinkedHashMap<>();
              out.put("level", each.level().name().toLowerCase(Locale.ROOT));
              out.put("subject", each.subject());
              out.put("what", each.what());
              out.put("meaning", each.meaning());
              out.put("advice", each.advice());
              return out;
            })
        .toList();
  }

  /** In the order in which packets meet them. */
  static String hooks(List<Hook> hooks) {
    StringBuilder out = new StringBuilder();
    for (Hook hook : hooks) {
      out.append(
          "  %8s  %-6s  %s%s%n"
              .formatted(
                  hook.ingress() ? "ingress" : hook.priority(),
                  hook.type(),
                  hook.table() + " " + hook.chain(),
                  hook.ours() ? "  <- policy" : hook.drops() ? "  (drops by default)" : ""));
    }
    return out.isEmpty() ? "  nobody" + System.lineSeparator() : out.toString();
  }

  static List<Map<String, Object>> hookTrees(List<Hook> hooks) {
    return hooks.stream()
        .map(
            hook -> {
              Map<String, Object> out = new LinkedHashMap<>();
              out.put("table", hook.table());
              out.put("chain", hook.chain());
              out.put("type", hook.type());
              out.put("hook", hook.ingress() ? "ingress" : "prerouting");
              out.put("priority", hook.priority());
              out.put("drops", hook.drops());
              out.put("ours", hook.ours());
              return out;
            })
        .toList();
  }
}
