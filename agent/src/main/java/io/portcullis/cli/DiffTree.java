package io.portcullis.cli;

import io.portcullis.compiler.diff.DifferenceText;
import io.portcullis.compiler.diff.PacketDifference;
import io.portcullis.policy.compare.ResourceChange;
import io.portcullis.policy.resolve.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How two policies differ, as text and as a tree for JSON. */
final class DiffTree {

  private DiffTree() {}

  /** A line for each resource, and one for each detail. */
  static String text(List<ResourceChange> resources, int limit) {
    StringBuilder out = new StringBuilder("resources: ");
    out.append(resources.isEmpty() ? "the same" : resources.size() + " changed").append('\n');
    for (ResourceChange change : resources.subList(0, Math.min(limit, resources.size()))) {
      String sign =
          switch (change.how()) {
            case ADDED -> "+";
            case REMOVED -> "-";
            case CHANGED -> "~";
          };
      out.append(
          "  %s %s %s, %s%n".formatted(sign, change.kind(), change.name(), change.position()));
      change.details().stream()
          .limit(limit)
          .forEach(detail -> out.append("      ").append(detail).append('\n'));
      if (change.details().size() > limit) {
        out.append("      … and %d more%n".formatted(change.details().size() - limit));
      }
    }
    if (resources.size() > limit) {
      out.append("  … and %d more%n".formatted(resources.size() - limit));
    }
    return out.toString();
  }

  static Map<String, Object> of(
      String node,
      List<ResourceChange> resources,
      PacketDifference packets,
      List<Finding> findings,
      int limit) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("node", node);
    out.put("same", resources.isEmpty() && packets.sameVerdicts());
    out.put("resources", resources.stream().map(DiffTree::tree).toList());
    out.put("packets", DifferenceText.tree(packets, limit));
    out.put("findings", Findings.tree(findings));
    return out;
  }

  private static Map<String, Object> tree(ResourceChange change) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("change", change.how().name().toLowerCase(Locale.ROOT));
    out.put("kind", change.kind());
    out.put("name", change.name());
    out.put("source", change.position().source());
    out.put("line", change.position().line());
    out.put("details", change.details());
    return out;
  }
}
