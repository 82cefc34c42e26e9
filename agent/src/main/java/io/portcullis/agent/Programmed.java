package io.portcullis.agent;

/**
 * What it took to bring a kernel to a policy.
 *
 * @param operations how many were sent; 0 if the kernel held the policy already
 * @param attempts how often the kernel was read, because others changed it meanwhile
 * @param generation of the kernel that holds the policy
 */
public record Programmed(int operations, int attempts, long generation) {

  /** Whether anything was sent. */
  public boolean changed() {
    return operations > 0;
  }
}
