package io.portcullis.compiler;

import io.portcullis.policy.effective.RuleId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What is written before a packet that was dropped, where these are told of ({@code denied} in the
 * configuration): {@code POLICY/RULE}, which names the rule whatever else changes, so that a packet
 * that was dropped a moment before a change is not taken for the work of another rule.
 */
public final class DeniedPrefix {

  /** Of packets that connection tracking calls invalid; no policy is called so. */
  public static final String INVALID = "(invalid)";

  /** {@code NF_LOG_PREFIXLEN} less the NUL. */
  private static final int MOST = 127;

  private static final int NAME = 100;

  private DeniedPrefix() {}

  /** Of the packets that a rule drops. A policy's name that is too long is cut, and a sum added. */
  public static String of(RuleId rule) {
    String whole = rule.policy() + "/" + rule.index();
    return whole.length() <= MOST
        ? whole
        : rule.policy().substring(0, NAME) + "~" + sum(rule.policy()) + "/" + rule.index();
  }

  /** The rule behind a prefix, among those there are; empty if none is. */
  public static Optional<RuleId> rule(String prefix, List<Outcome> outcomes) {
    return outcomes.stream()
        .flatMap(outcome -> outcome.rule().stream())
        .filter(rule -> of(rule).equals(prefix))
        .findFirst();
  }

  private static String sum(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", sum.getValue());
  }
}
