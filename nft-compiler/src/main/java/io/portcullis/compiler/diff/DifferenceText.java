package io.portcullis.compiler.diff;

import io.portcullis.compiler.explain.DecisionText;
import io.portcullis.compiler.explain.PacketText;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.Packet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A difference for people, and for programs. */
public final class DifferenceText {

  private DifferenceText() {}

  /**
   * Two lines for each region, under a heading for each kind.
   *
   * @param limit regions of each kind to tell of; of the rest, how many there are
   */
  public static String text(PacketDifference difference, int limit) {
    StringBuilder out = new StringBuilder();
    section(out, "newly allowed", difference.allowed(), limit);
    section(out, "newly denied", difference.denied(), limit);
    if (!difference.attributed().isEmpty()) {
      section(out, "decided by another rule", difference.attributed(), limit);
    }
    return out.toString();
  }

  private static void section(
      StringBuilder out, String what, List<PacketChange> changes, int limit) {
    out.append(what).append(": ");
    out.append(changes.isEmpty() ? "nothing" : count(changes.size(), "region")).append('\n');
    for (PacketChange change : changes.subList(0, Math.min(limit, changes.size()))) {
      out.append("  ").append(RegionText.of(change.region())).append('\n');
      out.append("    such as ").append(PacketText.of(change.sample())).append('\n');
      out.append("      before: ").append(DecisionText.of(change.before())).append('\n');
      out.append("      after:  ").append(DecisionText.of(change.after())).append('\n');
    }
    if (changes.size() > limit) {
      out.append("  … and ").append(count(changes.size() - limit, "more region")).append('\n');
    }
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /**
   * A tree for JSON: maps with keys in a fixed order, lists, strings, numbers and booleans.
   *
   * @param limit regions of each kind to tell of
   */
  public static Map<String, Object> tree(PacketDifference difference, int limit) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("allowed", tree(difference.allowed(), limit));
    out.put("denied", tree(difference.denied(), limit));
    out.put("attributed", tree(difference.attributed(), limit));
    return out;
  }

  private static Map<String, Object> tree(List<PacketChange> changes, int limit) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("count", changes.size());
    out.put("regions", changes.stream().limit(limit).map(DifferenceText::tree).toList());
    return out;
  }

  private static Map<String, Object> tree(PacketChange change) {
    Region region = change.region();
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("text", RegionText.of(region));
    out.put("links", RegionText.links(region.links()));
    out.put("family", region.family().name().toLowerCase(Locale.ROOT));
    out.put("services", RegionText.services(region));
    out.put("sources", Ranges.nets(region.cube().source()));
    out.put("destinations", Ranges.nets(region.cube().destination()));
    out.put("sourcePorts", Ranges.ports(region.cube().sourcePorts()));
    out.put(
        "states",
        region.states().stream().map(s -> s.name().toLowerCase(Locale.ROOT)).sorted().toList());
    out.put("toHost", region.local());
    out.put("elsewhere", region.elsewhere());
    out.put("sample", sample(change.sample()));
    out.put("before", decision(change.before()));
    out.put("after", decision(change.after()));
    return out;
  }

  private static Map<String, Object> sample(Packet packet) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("text", PacketText.of(packet));
    out.put("interface", packet.inInterface());
    out.put("protocol", packet.protocol());
    out.put("source", packet.source().toString());
    out.put("destination", packet.destination().toString());
    out.put("sourcePort", packet.sourcePort());
    out.put("destinationPort", packet.destinationPort());
    out.put("icmpType", packet.icmpType());
    out.put("icmpCode", packet.icmpCode());
    out.put("state", packet.state().name().toLowerCase(Locale.ROOT));
    out.put("toHost", packet.toLocal());
    return out;
  }

  private static Map<String, Object> decision(Decision decision) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("verdict", decision.drops() ? "drop" : "continue");
    out.put("reason", decision.reason().name().toLowerCase(Locale.ROOT));
    decision.rule().ifPresent(rule -> out.put("rule", rule(rule)));
    return out;
  }

  private static Map<String, Object> rule(RuleId rule) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("tier", rule.tier());
    out.put("policy", rule.policy());
    out.put("index", rule.index());
    out.put("source", rule.position().source());
    out.put("line", rule.position().line());
    out.put("column", rule.position().column());
    return out;
  }
}
