package io.portcullis.policy.effective;

/** What a rule does with a packet that it matches. */
public enum Action {
  /** Ends all tiers: the packet is accepted at this hook. */
  ALLOW,
  /** Drops the packet. */
  DENY,
  /** Ends this tier; the next one is asked. */
  PASS,
  /** Logs the packet; the next rule is asked. */
  LOG
}
