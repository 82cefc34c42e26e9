package io.portcullis.compiler;

import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.RuleId;
import java.util.Optional;

/**
 * What elements of maps decide, whichever map they are in: those that carry {@code comment} and a
 * verdict of their own. Their counters, if hits are counted, are on them.
 *
 * @param reason what decides
 * @param rule the policy's rule, where one does
 * @param comment of the elements; in a large map it stands where otherwise the name of the
 *     outcome's chain would
 */
public record ElementOutcome(Decision.Reason reason, Optional<RuleId> rule, String comment) {

  /** What {@code nft} reads as a comment at most, in bytes. */
  private static final int MOST = 127;

  /**
   * The comment that stands for a chain's name: the name, or where that is too long, a short one.
   */
  public static String comment(String chain) {
    if (chain.length() <= MOST) {
      return chain;
    }
    String hash = "-" + Integer.toHexString(chain.hashCode());
    return chain.substring(0, MOST - hash.length()) + hash;
  }
}
