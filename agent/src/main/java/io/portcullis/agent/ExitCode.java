package io.portcullis.agent;

/** What a command ends with. The numbers are a contract, listed in docs/exit-codes.md. */
public enum ExitCode {
  /** Done; for {@code explain}, the packet is allowed or continues. */
  OK(0),
  /** {@code explain}: the packet is denied. {@code demo}: a probe got what it should not have. */
  DENIED(1),
  /** Wrong usage, or an error that has no number of its own. */
  USAGE(2),
  /** Policy that says something invalid, or is not YAML. */
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
  PROOF_FAILED(9);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The process's exit status. */
  public int number() {
    return number;
  }
}
