package io.portcullis.compiler.diff;

import io.portcullis.compiler.explain.PacketText;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A region in one line, for people. */
final class RegionText {

  /** All protocols, and that which cannot be told. */
  private static final int PROTOCOLS = ProtocolSet.COUNT + 1;

  private RegionText() {}

  static String of(Region region) {
    StringBuilder out = new StringBuilder("in by ").append(links(region.links())).append(": ");
    out.append(region.family() == Family.V4 ? "IPv4 " : "IPv6 ").append(services(region));
    if (!region.cube().source().isAll()) {
      out.append(", from ").append(Ranges.nets(region.cube().source()));
    }
    if (!region.cube().sourcePorts().isAll()) {
      out.append(", source port ").append(Ranges.ports(region.cube().sourcePorts()));
    }
    if (!region.cube().destination().isAll()) {
      out.append(", to ").append(Ranges.nets(region.cube().destination()));
    }
    if (!region.elsewhere()) {
      out.append(", to this host's addresses");
    } else if (!region.local()) {
      out.append(", not to this host's addresses");
    }
    return out.append(states(region)).toString();
  }

  static String links(Links links) {
    String names = String.join(", ", links.names());
    if (!links.except()) {
      return names;
    }
    return links.names().isEmpty() ? "any link" : "any link but " + names;
  }

  private static String states(Region region) {
    List<String> others = new ArrayList<>();
    if (region.states().contains(ConntrackState.ESTABLISHED)) {
      others.add("of established flows");
    }
    if (region.states().contains(ConntrackState.INVALID)) {
      others.add("invalid ones");
    }
    if (others.isEmpty()) {
      return "";
    }
    String all = String.join(" and ", others);
    return region.states().contains(ConntrackState.NEW) ? ", also " + all : ", " + all + " only";
  }

  /** Protocols that have all their ports in it, then those that have some. */
  static String services(Region region) {
    List<String> whole = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    TreeSet<Integer> missing = new TreeSet<>();
    for (int protocol = -1; protocol < ProtocolSet.COUNT; protocol++) {
      missing.add(protocol);
    }
    for (Map.Entry<Integer, PortSet> entry : region.services().ports().entrySet()) {
      int protocol = entry.getKey();
      missing.remove(protocol);
      if (entry.getValue().isAll()) {
        whole.add(PacketText.protocol(protocol));
      } else if (protocol == ServiceModel.icmpOf(region.family())) {
        parts.add(PacketText.protocol(protocol) + " " + Ranges.icmp(entry.getValue()));
      } else {
        parts.add(PacketText.protocol(protocol) + " " + Ranges.ports(entry.getValue()));
      }
    }
    if (whole.size() > PROTOCOLS / 2) {
      whole.clear();
      whole.add(parts.isEmpty() ? "any protocol" : "any other protocol");
      if (!missing.isEmpty()) {
        List<String> names = missing.stream().map(PacketText::protocol).toList();
        whole.set(0, whole.get(0) + " but " + String.join(" and ", names));
      }
    }
    parts.addAll(whole);
    return String.join("; ", parts);
  }
}
