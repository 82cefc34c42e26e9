package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;

/**
 * What it took to bring a kernel to a policy.
 *
 * @param operations how many were sent; 0 if the kernel held the policy already
 * @param transactions in how many they were sent
 * @param attempts how often the kernel was read, because others changed it meanwhile
 * @param generation of the kernel that holds the policy
 * @param held the policy under the names that its chains and sets have in this kernel
 */
public record Programmed(
    int operations, int transactions, int attempts, long generation, CompiledPolicy held) {

  /** Whether anything was sent. */
  public boolean changed() {
    return operations > 0;
  }

  /** What was sent, for people. */
  public String sent() {
    return operations
        + (transactions == 1
            ? " operations in one transaction"
            : " operations in " + transactions + " transactions");
  }
}
