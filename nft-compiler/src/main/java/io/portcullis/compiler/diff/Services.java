package io.portcullis.compiler.diff;

import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A set of services.
 *
 * @param ports by protocol, -1 for one that cannot be told: destination ports, or ICMP types and
 *     codes as {@code type << 8 | code}, or all where the protocol has neither; none of them empty
 */
public record Services(NavigableMap<Integer, PortSet> ports) {

  public Services {
    ports = Collections.unmodifiableNavigableMap(new TreeMap<>(ports));
  }

  /** True if it holds the packet's service. */
  public boolean contains(Packet packet) {
    PortSet set = ports.getOrDefault(packet.protocol(), PortSet.NONE);
    if (ProtocolSet.hasPorts(packet.protocol())) {
      return set.contains(packet.destinationPort());
    }
    return packet.protocol() == ServiceModel.icmpOf(packet.family())
        ? set.contains(packet.icmpType() << 8 | packet.icmpCode())
        : !set.isEmpty();
  }

  /** What is in either. */
  Services plus(Services other) {
    NavigableMap<Integer, PortSet> out = new TreeMap<>(ports);
    other.ports.forEach((protocol, set) -> out.merge(protocol, set, Services::union));
    return new Services(out);
  }

  private static PortSet union(PortSet a, PortSet b) {
    BitSet bits = a.toBits();
    bits.or(b.toBits());
    return PortSet.of(bits);
  }

  /** Collects ranges of ports, those of one protocol in ascending order. */
  static final class Builder {

    private final Map<Integer, List<PortSet.Range>> ranges = new TreeMap<>();

    void add(int protocol, int first, int last) {
      List<PortSet.Range> of = ranges.computeIfAbsent(protocol, key -> new ArrayList<>());
      int end = of.size() - 1;
      if (end >= 0 && of.get(end).last() + 1 == first) {
        of.set(end, new PortSet.Range(of.get(end).first(), last));
      } else {
        of.add(new PortSet.Range(first, last));
      }
    }

    Services build() {
      NavigableMap<Integer, PortSet> out = new TreeMap<>();
      ranges.forEach((protocol, of) -> out.put(protocol, new PortSet(of)));
      return new Services(out);
    }
  }
}
