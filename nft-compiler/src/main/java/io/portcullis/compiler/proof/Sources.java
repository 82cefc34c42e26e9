package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Bits128;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Where each source address leaves some boxes of a policy. Asked in ascending order it is fast. */
final class Sources {

  private final List<Integer> always = new ArrayList<>();
  private final Map<AddressSet, Integer> groups = new HashMap<>();
  private final List<List<Integer>> members = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final Map<List<Integer>, Of> known = new HashMap<>();
  private final Map<Integer, Services> services = new HashMap<>();
  private final TreeSet<Integer> active = new TreeSet<>();
  private int next;
  private boolean changed = true;
  private Of current = new Of(0, List.of());

  /** From this address on, a group of boxes with the same sources holds them, or no longer does. */
  private record Event(long high, long low, int group, boolean begins) {}

  /**
   * Boxes that hold one source.
   *
   * @param number the same for all sources that are held by the same ones
   * @param boxes their numbers, ascending
   */
  record Of(int number, List<Integer> boxes) {}

  /** Divides the boxes from one number on, up to before another. */
  Sources(List<Boxes.Box> boxes, int from, int before) {
    for (int i = from; i < before; i++) {
      if (boxes.get(i).anySource()) {
        always.add(i);
        continue;
      }
      AddressSet set = boxes.get(i).box().source();
      Integer group = groups.putIfAbsent(set, members.size());
      if (group == null) {
        enter(set, members.size());
        group = members.size();
        members.add(new ArrayList<>());
      }
      members.get(group).add(i);
    }
    events.sort((a, b) -> Bits128.compare(a.high, a.low, b.high, b.low));
  }

  private void enter(AddressSet set, int group) {
    for (int range = 0; range < set.rangeCount(); range++) {
      events.add(new Event(set.firstHigh(range), set.firstLow(range), group, true));
      long high = Bits128.incrementHigh(set.lastHigh(range), set.lastLow(range));
      long low = set.lastLow(range) + 1;
      if (high != 0 || low != 0) {
        events.add(new Event(high, low, group, false));
      }
    }
  }

  /** What holds the region's source, which is narrowed to those of which that is so. */
  Of at(Region region) {
    long high = region.high(Dimension.SOURCE);
    long low = region.low(Dimension.SOURCE);
    if (next > 0 && after(events.get(next - 1), high, low)) {
      next = 0;
      changed = true;
      active.clear();
    }
    // Ranges of a set do not touch, so that no group has two events at one address.
    while (next < events.size() && !after(events.get(next), high, low)) {
      Event event = events.get(next++);
      changed |= event.begins ? active.add(event.group) : active.remove(event.group);
    }
    if (next < events.size()) {
      Event event = events.get(next);
      region.narrow(Dimension.SOURCE, Bits128.decrementHigh(event.high, event.low), event.low - 1);
    }
    if (changed) {
      changed = false;
      current = known.computeIfAbsent(List.copyOf(active), this::collect);
    }
    return current;
  }

  private Of collect(List<Integer> some) {
    List<Integer> boxes = new ArrayList<>(always);
    some.forEach(group -> boxes.addAll(members.get(group)));
    boxes.sort(Integer::compare);
    return new Of(known.size(), List.copyOf(boxes));
  }

  /** What {@link #at} found, divided by service; once for all sources of which it is the same. */
  Services services(Of of, BoxList boxes) {
    return services.computeIfAbsent(of.number(), key -> boxes.services(of.boxes(), false));
  }

  private static boolean after(Event event, long high, long low) {
    return Bits128.compare(event.high, event.low, high, low) > 0;
  }
}
