package io.portcullis.cli;

import io.portcullis.agent.Desired;
import io.portcullis.compiler.ElementOutcome;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.render.NftText;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.resolve.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A compiled policy as a tree for JSON. */
final class CompiledTree {

  private CompiledTree() {}

  static Map<String, Object> of(Desired desired, List<Finding> findings) {
    Ruleset ruleset = desired.compiled().ruleset();
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("node", desired.compiled().policy().node());
    out.put("table", ruleset.table().name());
    out.put("chains", List.copyOf(ruleset.chains().keySet()));
    Map<String, Object> sets = new LinkedHashMap<>();
    ruleset.sets().keySet().forEach(name -> sets.put(name, ruleset.elementsOf(name).size()));
    out.put("elements", sets);
    out.put("outcomes", desired.compiled().outcomes().stream().map(CompiledTree::outcome).toList());
    out.put(
        "elementOutcomes",
        desired.compiled().elements().stream().map(CompiledTree::outcome).toList());
    out.put("findings", Findings.tree(findings));
    out.put("nft", NftText.render(ruleset));
    return out;
  }

  private static Map<String, Object> outcome(Outcome outcome) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("reason", outcome.reason().name().toLowerCase(Locale.ROOT));
    outcome.rule().ifPresent(rule -> out.put("rule", rule(rule)));
    Place place = outcome.place();
    out.put("chain", place.chain());
    out.put("index", place.ruleIndex());
    return out;
  }

  private static Map<String, Object> outcome(ElementOutcome outcome) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("reason", outcome.reason().name().toLowerCase(Locale.ROOT));
    outcome.rule().ifPresent(rule -> out.put("rule", rule(rule)));
    out.put("comment", outcome.comment());
    return out;
  }

  private static Map<String, Object> rule(RuleId rule) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("tier", rule.tier());
    out.put("policy", rule.policy());
    out.put("index", rule.index());
    out.put("source", rule.position().source());
    out.put("line", rule.position().line());
    return out;
  }
}
