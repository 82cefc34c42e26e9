package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rulesets whose counters have counted already, as if packets had come. */
final class Counting {

  private long next = 1;

  private Counting() {}

  /** The same ruleset, each counter with another value. */
  static Ruleset started(Ruleset ruleset) {
    Counting counting = new Counting();
    Map<String, List<NftRule>> rules = new LinkedHashMap<>();
    ruleset
        .rules()
        .forEach((chain, list) -> rules.put(chain, list.stream().map(counting::start).toList()));
    return new Ruleset(
        ruleset.table(), ruleset.chains(), rules, ruleset.sets(), ruleset.elements());
  }

  private NftRule start(NftRule rule) {
    List<Expression> expressions = new ArrayList<>();
    for (Expression expression : rule.expressions()) {
      expressions.add(expression instanceof Counter ? new Counter(next++, 64 * next) : expression);
    }
    return new NftRule(rule.chain(), expressions, rule.userData(), rule.unknown());
  }
}
