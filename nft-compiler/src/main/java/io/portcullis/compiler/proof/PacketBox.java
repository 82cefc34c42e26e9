package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A range in each dimension, of packets of one family; of any interface. */
final class PacketBox {

  private static final Dimension[] DIMENSIONS = Dimension.values();
  private static final int LONGS = 4;
  private static final int PORT =
      LONGS * Arrays.asList(DIMENSIONS).indexOf(Dimension.DESTINATION_PORT);
  private static final int SOURCE = LONGS * Arrays.asList(DIMENSIONS).indexOf(Dimension.SOURCE);

  private final Family family;
  private final long[] bounds;

  private PacketBox(Family family, long[] bounds) {
    this.family = family;
    this.bounds = bounds;
  }

  /** All packets of a family. */
  static PacketBox everything(Family family) {
    Region all = PartSweep.everything(family);
    long[] bounds = new long[LONGS * DIMENSIONS.length];
    for (int i = 0; i < DIMENSIONS.length; i++) {
      bounds[LONGS * i] = all.high(DIMENSIONS[i]);
      bounds[LONGS * i + 1] = all.low(DIMENSIONS[i]);
      bounds[LONGS * i + 2] = all.lastHigh(DIMENSIONS[i]);
      bounds[LONGS * i + 3] = all.lastLow(DIMENSIONS[i]);
    }
    return new PacketBox(family, bounds);
  }

  Family family() {
    return family;
  }

  Region region() {
    Region out = new Region();
    for (int i = 0; i < DIMENSIONS.length; i++) {
      int at = LONGS * i;
      out.set(DIMENSIONS[i], bounds[at], bounds[at + 1], bounds[at + 2], bounds[at + 3]);
    }
    return out;
  }

  /** Those of which a small dimension is in a range. */
  Optional<PacketBox> within(Dimension dimension, long first, long last) {
    return within(dimension, 0, first, 0, last);
  }

  /** Those of which a dimension is in a range, bounds in two halves each. */
  Optional<PacketBox> within(
      Dimension dimension, long firstHigh, long firstLow, long lastHigh, long lastLow) {
    int at = LONGS * Arrays.asList(DIMENSIONS).indexOf(dimension);
    long[] cut = bounds.clone();
    if (Bits128.compare(firstHigh, firstLow, cut[at], cut[at + 1]) > 0) {
      cut[at] = firstHigh;
      cut[at + 1] = firstLow;
    }
    if (Bits128.compare(lastHigh, lastLow, cut[at + 2], cut[at + 3]) < 0) {
      cut[at + 2] = lastHigh;
      cut[at + 3] = lastLow;
    }
    return Bits128.compare(cut[at], cut[at + 1], cut[at + 2], cut[at + 3]) > 0
        ? Optional.empty()
        : Optional.of(new PacketBox(family, cut));
  }

  /** Without those that others hold. */
  static List<PacketBox> distinct(Collection<PacketBox> boxes) {
    // Nearly all are of one port, and held by one of that port or of several.
    Map<Integer, List<PacketBox>> byPort = new LinkedHashMap<>();
    List<PacketBox> several = new ArrayList<>();
    for (PacketBox box : boxes) {
      boolean one = box.firstPort() == box.lastPort();
      if (!isHeld(box, several)) {
        if (!one) {
          several.removeIf(box::holds);
          byPort.values().forEach(some -> some.removeIf(box::holds));
          several.add(box);
        } else {
          List<PacketBox> some = byPort.computeIfAbsent(box.firstPort(), p -> new ArrayList<>());
          if (!isHeld(box, some)) {
            some.removeIf(box::holds);
            some.add(box);
          }
        }
      }
    }
    List<PacketBox> out = new ArrayList<>(several);
    byPort.values().forEach(out::addAll);
    return out;
  }

  private static boolean isHeld(PacketBox box, List<PacketBox> others) {
    for (PacketBox other : others) {
      if (other.holds(box)) {
        return true;
      }
    }
    return false;
  }

  /** The first destination port. */
  int firstPort() {
    return (int) bounds[PORT + 1];
  }

  /** The last destination port. */
  int lastPort() {
    return (int) bounds[PORT + 3];
  }

  /** The same of every port. */
  PacketBox ofAllPorts() {
    return ofPorts(0, PortSet.COUNT - 1);
  }

  /** The same of all ports from the first to the last of it and another one. */
  PacketBox upTo(PacketBox other) {
    return ofPorts(
        Math.min(firstPort(), other.firstPort()), Math.max(lastPort(), other.lastPort()));
  }

  private PacketBox ofPorts(int first, int last) {
    long[] cut = bounds.clone();
    cut[PORT + 1] = first;
    cut[PORT + 3] = last;
    return new PacketBox(family, cut);
  }

  /** True if all packets of another one are in it. */
  boolean holds(PacketBox other) {
    if (family != other.family) {
      return false;
    }
    for (int at = 0; at < bounds.length; at += LONGS) {
      long[] b = other.bounds;
      if (Bits128.compare(bounds[at], bounds[at + 1], b[at], b[at + 1]) > 0
          || Bits128.compare(bounds[at + 2], bounds[at + 3], b[at + 2], b[at + 3]) < 0) {
        return false;
      }
    }
    return true;
  }

  /** False if a box of policy, of this family, holds none of them. */
  boolean mayHold(MatchBox box) {
    PortSet ports = box.destinationPorts();
    int reaching = Memberships.reaching(ports, firstPort());
    if (reaching == ports.ranges().size() || ports.ranges().get(reaching).first() > lastPort()) {
      return false;
    }
    int at = SOURCE;
    AddressSet source = box.source();
    int last = source.floor(bounds[at + 2], bounds[at + 3]);
    return last >= 0
        && Bits128.compare(source.lastHigh(last), source.lastLow(last), bounds[at], bounds[at + 1])
            >= 0;
  }

  /** True if some values of a dimension are not in it. */
  boolean narrows(Dimension dimension) {
    int at = LONGS * Arrays.asList(DIMENSIONS).indexOf(dimension);
    long[] all = everything(family).bounds;
    return !Arrays.equals(all, at, at + LONGS, bounds, at, at + LONGS);
  }

  /** This and another one as one box, if they differ in nothing but neighbouring ports. */
  Optional<PacketBox> joined(PacketBox next) {
    int at = PORT;
    long[] both = next.bounds.clone();
    both[at] = bounds[at];
    both[at + 1] = bounds[at + 1];
    PacketBox out = new PacketBox(family, both);
    boolean alike =
        family == next.family
            && bounds[at + 3] + 1 == next.bounds[at + 1]
            && Arrays.equals(bounds, 0, at, both, 0, at)
            && Arrays.equals(bounds, at + LONGS, bounds.length, both, at + LONGS, both.length);
    return alike ? Optional.of(out) : Optional.empty();
  }

  /** Those that are in both. */
  Optional<PacketBox> and(PacketBox other) {
    if (family != other.family) {
      return Optional.empty();
    }
    Optional<PacketBox> out = Optional.of(this);
    for (int i = 0; i < DIMENSIONS.length; i++) {
      int at = LONGS * i;
      Dimension dimension = DIMENSIONS[i];
      long[] b = other.bounds;
      out = out.flatMap(box -> box.within(dimension, b[at], b[at + 1], b[at + 2], b[at + 3]));
    }
    return out;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PacketBox box
        && family == box.family
        && Arrays.equals(bounds, box.bounds);
  }

  @Override
  public int hashCode() {
    return 31 * family.hashCode() + Arrays.hashCode(bounds);
  }
}
