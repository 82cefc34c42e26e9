package io.portcullis.lab.demo;

import io.portcullis.policy.effective.Decision.Reason;
import io.portcullis.policy.effective.RuleId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the demo saw, as a tree. */
final class DemoTree {

  private DemoTree() {}

  static Map<String, Object> of(DemoResult result) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("policyDir", result.policyDir().toString());
    out.put("probes", result.rows().stream().map(DemoTree::probe).toList());
    out.put("counters", result.hits().stream().map(DemoTree::counter).toList());
    out.put("total", result.rows().size());
    out.put("asExpected", result.expected());
    out.put("countersFit", result.hits().stream().allMatch(Hits::fits));
    out.put("milliseconds", result.took().toMillis());
    return out;
  }

  private static Map<String, Object> probe(Row row) {
    Question question = row.question();
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("from", question.from().name());
    out.put("transport", lower(question.transport().name()));
    out.put("ipVersion", question.family().bits() == 32 ? 4 : 6);
    out.put("to", question.to().name());
    out.put("address", question.to().address(question.family()).toString());
    out.put("port", question.port());
    out.put("withoutPolicy", Words.answer(row.unguarded()));
    out.put("expected", expected(question.guarded()));
    out.put("got", Words.answer(row.got()));
    out.put("decision", decider(Decider.of(row.decision())));
    out.put("ok", row.asExpected());
    return out;
  }

  private static Map<String, Object> expected(Expectation expected) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("answer", Words.answer(expected.answer()));
    out.put("reason", reason(expected.reason()));
    expected
        .policy()
        .ifPresent(
            policy -> {
              out.put("policy", policy);
              out.put("rule", expected.rule());
            });
    return out;
  }

  private static Map<String, Object> counter(Hits hits) {
    Map<String, Object> out = new LinkedHashMap<>(decider(hits.decider()));
    out.put("probes", hits.probes());
    if (hits.decider().counts()) {
      out.put("packets", hits.packets());
    }
    out.put("ok", hits.fits());
    return out;
  }

  private static Map<String, Object> decider(Decider decider) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("reason", reason(decider.reason()));
    decider.rule().ifPresent(rule -> put(out, rule));
    return out;
  }

  private static void put(Map<String, Object> out, RuleId rule) {
    out.put("tier", rule.tier());
    out.put("policy", rule.policy());
    out.put("rule", rule.index());
    out.put("file", rule.position().source());
    out.put("line", rule.position().line());
    out.put("column", rule.position().column());
  }

  private static String reason(Reason reason) {
    return lower(reason.name()).replace('_', '-');
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
