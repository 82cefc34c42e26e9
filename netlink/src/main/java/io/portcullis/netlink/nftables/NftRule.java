package io.portcullis.netlink.nftables;

import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.List;

/**
 * A rule: {@code NFTA_RULE_*}. Its handle and position belong to one kernel and are not part of its
 * value; see {@link RuleWithHandle}.
 *
 * @param chain the chain it stands in
 * @param expressions evaluated in order, the first that breaks ends the rule
 * @param userData comment, see {@link Comments}
 * @param unknown attributes of a newer kernel
 */
public record NftRule(
    String chain, List<Expression> expressions, UserData userData, UnknownAttributes unknown) {

  public NftRule {
    expressions = List.copyOf(expressions);
  }

  /** A rule without user data. */
  public static NftRule of(String chain, Expression... expressions) {
    return new NftRule(chain, List.of(expressions), UserData.NONE, UnknownAttributes.NONE);
  }

  /** The same rule with user data. */
  public NftRule withUserData(UserData data) {
    return new NftRule(chain, expressions, data, unknown);
  }
}
