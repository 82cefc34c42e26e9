package io.portcullis.compiler.proof;

import io.portcullis.policy.effective.Failsafe;
import java.util.Collections;
import java.util.List;

/**
 * What of a policy is left where family, protocol and destination port are settled. Services with
 * the same object face the same rules and failsafes, and are proven once.
 *
 * @param number unlike that of any other cut of the same proof
 * @param list unlike that of a cut with other boxes
 * @param icmp whether the first word of the transport header is type and code, not a source port
 * @param neighbourDiscovery whether types of neighbour discovery are exempt
 * @param failsafes that hold for this service, whatever their sources
 * @param boxes numbers of the boxes that may hold a packet, in order of evaluation
 */
record Cut(
    int number,
    int list,
    boolean icmp,
    boolean neighbourDiscovery,
    List<Failsafe> failsafes,
    List<Integer> boxes) {

  Cut {
    failsafes = List.copyOf(failsafes);
  }

  /** The index of the first box that is not before {@code number}. */
  int at(int number) {
    int found = number == 0 ? 0 : Collections.binarySearch(boxes, number);
    return found >= 0 ? found : -found - 1;
  }
}
