package io.portcullis.compiler.proof;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where each protocol and destination port leaves a policy, in one family. */
final class Services {

  private final int icmp;
  private final List<Boxes.Box> boxes;
  private final List<Integer> numbers;
  private final List<Failsafe> failsafes;
  private final CutNumbers cuts;
  private final int[] lastAlike;
  private final Map<Integer, Ports> byProtocol = new HashMap<>();

  /** Cuts of one protocol: each holds from its first port to before the next one's. */
  private static final class Ports {

    private final int[] first;
    private final Cut[] cuts;

    Ports(int[] first, Cut[] cuts) {
      this.first = first;
      this.cuts = cuts;
    }
  }

  /**
   * Divides some boxes.
   *
   * @param boxes all of the policy's
   * @param numbers the ones that count, ascending
   * @param failsafes of this family; none where they have been asked before
   */
  Services(
      Family family,
      List<Boxes.Box> boxes,
      List<Integer> numbers,
      List<Failsafe> failsafes,
      CutNumbers cuts,
      Likeness likeness) {
    this.icmp = family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
    this.boxes = boxes;
    this.numbers = numbers;
    this.cuts = cuts;
    this.failsafes = failsafes;
    this.lastAlike = likeness.lastAlike(boxes, numbers, failsafes);
  }

  /** True if there is no box to divide. */
  boolean isEmpty() {
    return numbers.isEmpty();
  }

  /** What is left for every service, where there is no box. */
  Cut empty() {
    return cuts.of(false, List.of(), List.of());
  }

  /** The last of the protocols, from this one on, of which ports have the same cuts. */
  int lastAlike(int protocol) {
    return lastAlike[protocol];
  }

  /** What is left for a service. */
  Cut cut(int protocol, int port) {
    Ports ports = ports(protocol);
    return ports.cuts[index(ports, port)];
  }

  /** The last port, from this one on, up to which that is so. */
  int lastPort(int protocol, int port) {
    Ports ports = ports(protocol);
    int next = index(ports, port) + 1;
    return next == ports.first.length ? PortSet.COUNT - 1 : ports.first[next] - 1;
  }

  private static int index(Ports ports, int port) {
    int at = Arrays.binarySearch(ports.first, port);
    return at >= 0 ? at : -at - 2;
  }

  private Ports ports(int protocol) {
    return byProtocol.computeIfAbsent(lastAlike[protocol], this::divide);
  }

  /** Goes once over all ports, with the boxes that hold the port at hand. */
  private Ports divide(int protocol) {
    TreeMap<Integer, List<Integer>> starts = new TreeMap<>();
    TreeMap<Integer, List<Integer>> ends = new TreeMap<>();
    TreeSet<Integer> bounds = new TreeSet<>(List.of(0));
    for (int i : numbers) {
      if (mayHold(boxes.get(i), protocol)) {
        for (PortSet.Range range : boxes.get(i).box().destinationPorts().ranges()) {
          starts.computeIfAbsent(range.first(), at -> new ArrayList<>()).add(i);
          ends.computeIfAbsent(range.last() + 1, at -> new ArrayList<>()).add(i);
        }
      }
    }
    failsafes.stream()
        .filter(failsafe -> failsafe.protocol() == protocol)
        .forEach(failsafe -> bounds.addAll(List.of(failsafe.port(), failsafe.port() + 1)));
    bounds.addAll(starts.keySet());
    bounds.addAll(ends.keySet());
    bounds.remove(PortSet.COUNT);
    TreeSet<Integer> active = new TreeSet<>();
    int[] first = new int[bounds.size()];
    Cut[] out = new Cut[bounds.size()];
    int at = 0;
    for (int port : bounds) {
      ends.getOrDefault(port, List.of()).forEach(active::remove);
      active.addAll(starts.getOrDefault(port, List.of()));
      first[at] = port;
      out[at++] = cuts.of(protocol == icmp, failsafesOf(protocol, port), active);
    }
    return new Ports(first, out);
  }

  /** Every criterion of {@code PlainReading.holds} that is settled with the protocol. */
  private boolean mayHold(Boxes.Box box, int protocol) {
    return box.box().protocols().contains(Likeness.number(protocol))
        && (protocol == icmp
            ? box.box().sourcePorts().contains(0)
            : box.box().icmp().contains(0, 0));
  }

  private List<Failsafe> failsafesOf(int protocol, int port) {
    return failsafes.stream()
        .filter(failsafe -> failsafe.protocol() == protocol && failsafe.port() == port)
        .toList();
  }
}
