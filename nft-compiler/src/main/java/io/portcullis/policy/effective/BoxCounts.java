package io.portcullis.policy.effective;

import io.portcullis.policy.address.Family;
import java.util.List;
import java.util.function.Predicate;

/**
 * How many boxes of each family come before each rule of a policy. It holds as well for another
 * policy whose rules have as many boxes that count, and is kept for it: to count them again would
 * be a look at each box, which takes longer than all else about a small change.
 */
public final class BoxCounts {

  private final int[][] v4;
  private final int[][] v6;

  private BoxCounts(int[][] v4, int[][] v6) {
    this.v4 = v4;
    this.v6 = v6;
  }

  /**
   * Counts them.
   *
   * @param counts which boxes count
   */
  public static BoxCounts of(EffectivePolicy policy, Predicate<MatchBox> counts) {
    int tiers = policy.tiers().size();
    int[][] v4 = new int[tiers][];
    int[][] v6 = new int[tiers][];
    int four = 0;
    int six = 0;
    for (int tier = 0; tier < tiers; tier++) {
      List<EffectiveRule> rules = policy.tiers().get(tier).rules();
      v4[tier] = new int[rules.size() + 1];
      v6[tier] = new int[rules.size() + 1];
      v4[tier][0] = four;
      v6[tier][0] = six;
      for (int i = 0; i < rules.size(); i++) {
        for (MatchBox box : rules.get(i).boxes()) {
          if (counts.test(box)) {
            four += box.family() == Family.V4 ? 1 : 0;
            six += box.family() == Family.V6 ? 1 : 0;
          }
        }
        v4[tier][i + 1] = four;
        v6[tier][i + 1] = six;
      }
    }
    return new BoxCounts(v4, v6);
  }

  /**
   * How many of a family come before a rule.
   *
   * @param rule its index in its tier; the number of rules, for what comes behind the last
   */
  public int before(int tier, int rule, Family family) {
    return (family == Family.V4 ? v4 : v6)[tier][rule];
  }
}
