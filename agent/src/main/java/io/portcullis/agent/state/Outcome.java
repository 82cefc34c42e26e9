package io.portcullis.agent.state;

/**
 * What came of a change, once the kernel holds it.
 *
 * @param revision the kernel holds; at least that of the change
 * @param changed whether the change made a new revision; if not, policy was so already
 * @param operations sent to the kernel
 * @param generation of the kernel
 * @param millis the kernel took
 */
public record Outcome(
    long revision, boolean changed, int operations, long generation, long millis) {}
