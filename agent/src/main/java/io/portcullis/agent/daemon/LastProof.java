package io.portcullis.agent.daemon;

import io.portcullis.agent.Proven;

/**
 * The proof of what the kernel holds.
 *
 * @param millis when it was made, since 1970
 * @param regions of packets that it went over: all, or those alone that a change may have touched
 */
public record LastProof(long millis, long regions) {

  static LastProof of(Proven proven) {
    return new LastProof(proven.millis(), proven.regions());
  }
}
