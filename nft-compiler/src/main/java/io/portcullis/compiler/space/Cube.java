package io.portcullis.compiler.space;

import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets of one service whose every field is in its set.
 *
 * @param source addresses
 * @param destination addresses on the wire, of the same family
 * @param sourcePorts all, for services without ports
 */
public record Cube(AddressSet source, AddressSet destination, PortSet sourcePorts) {

  /** Every packet of a family. */
  public static Cube all(Family family) {
    return of(AddressSet.all(family));
  }

  /** Packets from some sources. */
  public static Cube of(AddressSet source) {
    return new Cube(source, AddressSet.all(source.family()), PortSet.ALL);
  }

  /** What a box leaves open inside of a service that it holds. */
  public static Cube of(MatchBox box) {
    return new Cube(box.source(), box.destination(), box.sourcePorts());
  }

  /** True if it holds no packet. */
  public boolean isEmpty() {
    return source.isEmpty() || destination.isEmpty() || sourcePorts.isEmpty();
  }

  /** True if it holds the packet, of whose service it is. */
  public boolean contains(Packet packet) {
    return source.contains(packet.source())
        && destination.contains(packet.destination())
        && sourcePorts.contains(packet.sourcePort());
  }

  /** What is in both; maybe empty. */
  Cube intersect(Cube other) {
    return new Cube(
        both(source, other.source),
        both(destination, other.destination),
        both(sourcePorts, other.sourcePorts));
  }

  /** What is not in the other, in at most three disjoint parts, none of them empty. */
  List<Cube> minus(Cube other) {
    Cube common = intersect(other);
    if (common.isEmpty()) {
      return List.of(this);
    }
    List<Cube> out = new ArrayList<>(3);
    if (!other.source.isAll()) {
      add(out, new Cube(source.minus(other.source), destination, sourcePorts));
    }
    if (!other.destination.isAll()) {
      add(out, new Cube(common.source, destination.minus(other.destination), sourcePorts));
    }
    if (!other.sourcePorts.isAll()) {
      PortSet rest = both(sourcePorts, other.sourcePorts.complement());
      add(out, new Cube(common.source, common.destination, rest));
    }
    return out;
  }

  /** What an operation on it costs: its ranges. */
  long size() {
    return (long) source.rangeCount() + destination.rangeCount() + sourcePorts.ranges().size();
  }

  private static void add(List<Cube> out, Cube cube) {
    if (!cube.isEmpty()) {
      out.add(cube);
    }
  }

  private static AddressSet both(AddressSet a, AddressSet b) {
    if (a.isAll()) {
      return b;
    }
    return b.isAll() ? a : a.intersect(b);
  }

  private static PortSet both(PortSet a, PortSet b) {
    if (a.isAll()) {
      return b;
    }
    return b.isAll() ? a : a.intersect(b);
  }
}
