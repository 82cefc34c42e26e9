package io.portcullis.compiler.space;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.List;

/**
 * Any set of packets of one service, as disjoint products.
 *
 * @param parts disjoint, none of them empty; no two of them differ in their sources alone
 */
public record Cubes(List<Cube> parts) {

  /** No packet. */
  public static final Cubes NONE = new Cubes(List.of());

  public Cubes {
    parts = List.copyOf(parts);
  }

  /** Every packet of a family. */
  public static Cubes all(Family family) {
    return of(Cube.all(family));
  }

  /** The packets of one product. */
  public static Cubes of(Cube cube) {
    return cube.isEmpty() ? NONE : new Cubes(List.of(cube));
  }

  /** True if it holds no packet. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** True if it holds the packet, of whose service it is. */
  public boolean contains(Packet packet) {
    return parts.stream().anyMatch(part -> part.contains(packet));
  }

  /** What is in both. */
  public Cubes intersect(Cube other, Work work) {
    List<Cube> out = new ArrayList<>();
    for (Cube part : parts) {
      work.spend(part.size() + other.size());
      Cube common = part.intersect(other);
      if (!common.isEmpty()) {
        out.add(common);
      }
    }
    return merged(out, work);
  }

  /** What is in both. */
  public Cubes intersect(Cubes other, Work work) {
    Cubes out = NONE;
    for (Cube part : other.parts) {
      out = out.plus(intersect(part, work), work);
    }
    return out;
  }

  /** What is not in the other. */
  public Cubes minus(Cube other, Work work) {
    List<Cube> out = new ArrayList<>();
    for (Cube part : parts) {
      work.spend(part.size() + other.size());
      out.addAll(part.minus(other));
    }
    return merged(out, work);
  }

  /** What is not in the other. */
  public Cubes minus(Cubes other, Work work) {
    Cubes out = this;
    for (Cube part : other.parts) {
      if (out.isEmpty()) {
        break;
      }
      out = out.minus(part, work);
    }
    return out;
  }

  /** What is in either. The two must be disjoint. */
  public Cubes plus(Cubes other, Work work) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    List<Cube> out = new ArrayList<>(parts);
    out.addAll(other.parts);
    return merged(out, work);
  }

  private static Cubes merged(List<Cube> parts, Work work) {
    List<Cube> out = new ArrayList<>();
    for (Cube part : parts) {
      int at = alike(out, part);
      work.spend(out.size());
      if (at < 0) {
        out.add(part);
      } else {
        work.spend(part.size() + out.get(at).size());
        Cube with = out.get(at);
        out.set(
            at,
            new Cube(part.source().union(with.source()), part.destination(), part.sourcePorts()));
      }
    }
    return new Cubes(out);
  }

  private static int alike(List<Cube> among, Cube part) {
    for (int i = 0; i < among.size(); i++) {
      if (among.get(i).destination().equals(part.destination())
          && among.get(i).sourcePorts().equals(part.sourcePorts())) {
        return i;
      }
    }
    return -1;
  }
}
