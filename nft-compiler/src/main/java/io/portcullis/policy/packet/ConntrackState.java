package io.portcullis.policy.packet;

/** What connection tracking says of a packet when it reaches the hook. */
public enum ConntrackState {
  NEW,
  ESTABLISHED,
  RELATED,
  INVALID,
  UNTRACKED
}
