package io.portcullis.agent;

/** What a command ends with. The numbers are a contract, listed in docs/exit-codes.md. */
public enum ExitCode {
  /** Done; for {@code explain}, the packet is allowed or continues. */
  OK(0),
  /** {@code explain}: the packet is denied. {@code demo}: a probe got what it should not have. */
  DENIED(1),
  /** Wrong usage, or an error that has no number of its own. */
  USAGE(2),
  /** Policy that is invalid in ways that have no number of their own, or in several ways. */
  POLICY_INVALID(3),
  /** A file or directory that is not there or cannot be read. */
  SOURCE_MISSING(4),
  /** A configuration file that says something invalid. */
  CONFIG_INVALID(5),
  /** No CAP_NET_ADMIN. */
  NOT_PERMITTED(6),
  /** A kernel without nf_tables. */
  NO_NF_TABLES(7),
  /** The kernel refused the transaction. */
  KERNEL_REFUSED(8),
  /** What was compiled, or read back, does not mean what policy says. */
  PROOF_FAILED(9),
  /** Policy that is not YAML, or YAML that is no resource. */
  POLICY_NOT_YAML(10),
  /** Policy with a field that no such resource has. */
  POLICY_UNKNOWN_FIELD(11),
  /** Policy with a selector that does not parse. */
  POLICY_BAD_SELECTOR(12),
  /** Policy with an address or a CIDR that is none. */
  POLICY_BAD_NET(13),
  /** Pre-DNAT policy with something that pre-DNAT policy cannot have, or without what it needs. */
  POLICY_BAD_PRE_DNAT(14),
  /** No agent answers on the socket. */
  NO_AGENT(15),
  /** The agent does not let this user do that. */
  API_DENIED(16),
  /** The agent refuses as things stand: somebody was faster, or a revision waits for its word. */
  API_REFUSED(17);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The process's exit status. */
  public int number() {
    return number;
  }
}
