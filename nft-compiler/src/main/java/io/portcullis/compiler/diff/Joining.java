package io.portcullis.compiler.diff;

import io.portcullis.compiler.space.Cube;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.packet.ConntrackState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Makes fewer regions of many, without changing which packets they hold together. */
final class Joining {

  private static final int ROUNDS = 4;

  private Joining() {}

  /** Joins disjoint regions that differ in one dimension only, until none is left that do. */
  static List<Region> join(List<Region> regions) {
    List<Region> out = regions;
    for (int round = 0; round < ROUNDS; round++) {
      int before = out.size();
      out =
          along(out, r -> others(r, 3), (a, b) -> with(a, states(a, b), a.local(), a.elsewhere()));
      out =
          along(
              out,
              r -> others(r, 4),
              (a, b) ->
                  with(a, a.states(), a.local() || b.local(), a.elsewhere() || b.elsewhere()));
      out = along(out, r -> others(r, 1), (a, b) -> with(a, a.services().plus(b.services())));
      out = along(out, r -> others(r, 5), (a, b) -> with(a, sources(a.cube(), b.cube())));
      out = along(out, r -> others(r, 6), (a, b) -> with(a, destinations(a.cube(), b.cube())));
      out = along(out, r -> others(r, 7), (a, b) -> with(a, ports(a.cube(), b.cube())));
      out = along(out, r -> others(r, 0), (a, b) -> with(a, a.links().plus(b.links())));
      if (out.size() == before) {
        break;
      }
    }
    return out;
  }

  /** All of a region but one dimension. */
  private static List<Object> others(Region region, int but) {
    List<Object> all = new ArrayList<>();
    all.add(region.links());
    all.add(region.services());
    all.add(region.family());
    all.add(region.states());
    all.add(List.of(region.local(), region.elsewhere()));
    all.add(region.cube().source());
    all.add(region.cube().destination());
    all.add(region.cube().sourcePorts());
    all.remove(but);
    return all;
  }

  private static List<Region> along(
      List<Region> regions, Function<Region, List<Object>> key, BinaryOperator<Region> join) {
    Map<List<Object>, Region> out = new LinkedHashMap<>();
    regions.forEach(region -> out.merge(key.apply(region), region, join));
    return List.copyOf(out.values());
  }

  private static Set<ConntrackState> states(Region a, Region b) {
    EnumSet<ConntrackState> out = EnumSet.copyOf(a.states());
    out.addAll(b.states());
    return out;
  }

  private static Cube sources(Cube a, Cube b) {
    return new Cube(a.source().union(b.source()), a.destination(), a.sourcePorts());
  }

  private static Cube destinations(Cube a, Cube b) {
    return new Cube(a.source(), a.destination().union(b.destination()), a.sourcePorts());
  }

  private static Cube ports(Cube a, Cube b) {
    BitSet bits = a.sourcePorts().toBits();
    bits.or(b.sourcePorts().toBits());
    return new Cube(a.source(), a.destination(), PortSet.of(bits));
  }

  private static Region with(
      Region of, Set<ConntrackState> states, boolean local, boolean elsewhere) {
    return new Region(of.links(), of.family(), of.services(), of.cube(), states, local, elsewhere);
  }

  private static Region with(Region of, Services services) {
    return new Region(
        of.links(), of.family(), services, of.cube(), of.states(), of.local(), of.elsewhere());
  }

  private static Region with(Region of, Cube cube) {
    return new Region(
        of.links(), of.family(), of.services(), cube, of.states(), of.local(), of.elsewhere());
  }

  private static Region with(Region of, Links links) {
    return new Region(
        links, of.family(), of.services(), of.cube(), of.states(), of.local(), of.elsewhere());
  }
}
