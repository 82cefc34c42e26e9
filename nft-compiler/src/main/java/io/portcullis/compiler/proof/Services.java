package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where each protocol and destination port leaves a policy, in one family. */
final class Services {

  private static final int PROTOCOLS = ProtocolSet.COUNT + 1;

  private final Family family;
  private final int icmp;
  private final List<Boxes.Box> boxes;
  private final List<Failsafe> failsafes;
  private final CutNumbers cuts;
  private final int[] lastAlike = new int[PROTOCOLS];
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

  Services(Family family, List<Boxes.Box> boxes, DataplaneSettings settings, CutNumbers cuts) {
    this.family = family;
    this.icmp = family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
    this.boxes = boxes;
    this.cuts = cuts;
    this.failsafes =
        settings.failsafes().stream()
            .filter(f -> f.net().map(net -> net.family() == family).orElse(true))
            .toList();
    likeness();
  }

  /** Neighbouring protocols are alike if the same boxes hold them and nothing is theirs alone. */
  private void likeness() {
    List<ProtocolSet> distinct =
        boxes.stream().map(box -> box.box().protocols()).distinct().toList();
    BitSet[] holding = new BitSet[PROTOCOLS];
    for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
      holding[protocol] = new BitSet();
      for (int i = 0; i < distinct.size(); i++) {
        holding[protocol].set(i, distinct.get(i).contains(number(protocol)));
      }
    }
    lastAlike[PROTOCOLS - 1] = PROTOCOLS - 1;
    for (int protocol = PROTOCOLS - 2; protocol >= 0; protocol--) {
      boolean alike =
          !alone(protocol)
              && !alone(protocol + 1)
              && holding[protocol].equals(holding[protocol + 1]);
      lastAlike[protocol] = alike ? lastAlike[protocol + 1] : protocol;
    }
  }

  private boolean alone(int protocol) {
    return protocol == icmp
        || protocol == Dimension.UNKNOWN_PROTOCOL
        || failsafes.stream().anyMatch(failsafe -> failsafe.protocol() == protocol);
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
    for (int i = 0; i < boxes.size(); i++) {
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
      out[at++] = cuts.of(family, protocol == icmp, failsafesOf(protocol, port), active);
    }
    return new Ports(first, out);
  }

  /** Every criterion of {@code PlainReading.holds} that is settled with the protocol. */
  private boolean mayHold(Boxes.Box box, int protocol) {
    return box.box().protocols().contains(number(protocol))
        && (protocol == icmp
            ? box.box().sourcePorts().contains(0)
            : box.box().icmp().contains(0, 0));
  }

  private List<Failsafe> failsafesOf(int protocol, int port) {
    return failsafes.stream()
        .filter(failsafe -> failsafe.protocol() == protocol && failsafe.port() == port)
        .toList();
  }

  private static int number(int protocol) {
    return protocol == Dimension.UNKNOWN_PROTOCOL ? -1 : protocol;
  }
}
