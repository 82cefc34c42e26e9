package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The boxes of one policy and family by number, in order of evaluation, and what they decide. */
final class BoxList {

  private final Family family;
  private final int icmp;
  private final List<Boxes.Box> boxes;
  private final List<Failsafe> failsafes;
  private final CutNumbers cuts;
  private final Likeness likeness;
  private final Map<List<Object>, Services> divided;
  private final Map<Integer, Integer> firstOfRule;

  /** Of some boxes, all of one family. */
  BoxList(Family family, List<Boxes.Box> boxes, List<Failsafe> all) {
    this.family = family;
    this.icmp = family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
    this.boxes = boxes;
    this.failsafes =
        all.stream().filter(f -> f.net().map(net -> net.family() == family).orElse(true)).toList();
    this.cuts = new CutNumbers(family);
    this.likeness = new Likeness(family);
    this.divided = new HashMap<>();
    this.firstOfRule = new HashMap<>();
    for (int i = 0; i < boxes.size(); i++) {
      firstOfRule.putIfAbsent(boxes.get(i).number(), i);
    }
  }

  private BoxList(BoxList other, List<Boxes.Box> boxes) {
    this.family = other.family;
    this.icmp = other.icmp;
    this.boxes = boxes;
    this.failsafes = other.failsafes;
    this.cuts = other.cuts;
    this.likeness = other.likeness;
    // How services divide boxes does not depend on sources.
    this.divided = other.divided;
    this.firstOfRule = other.firstOfRule;
  }

  /** The same with other sources in some boxes. */
  BoxList with(List<SourceChange.Box> changes) {
    if (changes.isEmpty()) {
      return this;
    }
    List<Boxes.Box> all = new ArrayList<>(boxes);
    changes.forEach(
        change -> all.set(change.number(), all.get(change.number()).with(change.after())));
    return new BoxList(this, all);
  }

  int size() {
    return boxes.size();
  }

  /** The number of a rule's first box; -1 if it has none. */
  int firstOf(int rule) {
    return firstOfRule.getOrDefault(rule, -1);
  }

  /** Boxes divided by service: from one number on, up to before another. */
  Services services(int from, int before, boolean failsafesToo) {
    int end = Math.min(before, boxes.size());
    return divided.computeIfAbsent(
        List.of(from, end, failsafesToo),
        key -> services(IntStream.range(from, end).boxed().toList(), failsafesToo));
  }

  /** The same for any boxes, by their numbers. */
  Services services(List<Integer> numbers, boolean failsafesToo) {
    return new Services(
        family, boxes, numbers, failsafesToo ? failsafes : List.of(), cuts, likeness);
  }

  /** Boxes divided by source: from one number on, up to before another. */
  Sources sources(int from, int before) {
    return new Sources(boxes, from, Math.min(before, boxes.size()));
  }

  /** True if any box of a cut looks at source ports, or at ICMP types. */
  boolean asksWords(Cut cut) {
    for (int number : cut.boxes()) {
      if (!boxes.get(number).anyIcmp() || !boxes.get(number).anySourcePort()) {
        return true;
      }
    }
    return false;
  }

  /**
   * What the boxes of a cut decide, from one number on, up to before another: true if they decide,
   * or else nothing they said matters to what comes after, apart from logs.
   */
  boolean firstMatch(Cut cut, int from, int before, Region region, Answer out) {
    int passed = Answer.NONE;
    int logged = Answer.NONE;
    List<Integer> numbers = cut.boxes();
    for (int i = cut.at(from); i < numbers.size() && numbers.get(i) < before; i++) {
      Boxes.Box box = boxes.get(numbers.get(i));
      if (box.tier() == passed || box.rule() == logged || !holds(box, cut.icmp(), region)) {
        continue;
      }
      if (decides(box, out)) {
        return true;
      }
      passed = box.action() == Action.PASS ? box.tier() : passed;
      logged = box.action() == Action.LOG ? box.rule() : logged;
    }
    return open(before, passed, logged, out);
  }

  /** As {@link #firstMatch}, where neither protocol nor port is settled. */
  boolean firstMatch(int from, int before, Region region, Answer out) {
    int passed = Answer.NONE;
    int logged = Answer.NONE;
    out.clear();
    for (int i = from; i < boxes.size() && i < before; i++) {
      Boxes.Box box = boxes.get(i);
      if (box.tier() == passed || box.rule() == logged || !holdsService(box, region)) {
        continue;
      }
      if (decides(box, out)) {
        return true;
      }
      passed = box.action() == Action.PASS ? box.tier() : passed;
      logged = box.action() == Action.LOG ? box.rule() : logged;
    }
    return open(before, passed, logged, out);
  }

  private static boolean decides(Boxes.Box box, Answer out) {
    if (box.action() == Action.ALLOW) {
      out.decide(Decision.Reason.ALLOW, box.number());
      return true;
    }
    if (box.action() == Action.DENY) {
      out.decide(Decision.Reason.DENY, box.number());
      return true;
    }
    if (box.action() == Action.LOG) {
      out.log(box.number());
    }
    return false;
  }

  /** Nothing decided: true if that is for good, or if what was passed or logged still matters. */
  private boolean open(int before, int passed, int logged, Answer out) {
    out.decide(Decision.Reason.NO_MATCH, Answer.NONE);
    return before == Integer.MAX_VALUE
        || (before < boxes.size()
            && (boxes.get(before).tier() == passed || boxes.get(before).rule() == logged));
  }

  private boolean holdsService(Boxes.Box box, Region region) {
    int protocol = (int) region.low(Dimension.PROTOCOL);
    boolean words = !box.anyIcmp() || !box.anySourcePort();
    if (words) {
      region.pin(Dimension.PROTOCOL);
    } else if (!box.box().protocols().isAll()) {
      int last = likeness.lastAlike(box.box().protocols())[protocol];
      region.narrow(Dimension.PROTOCOL, 0, last);
    }
    if (!box.box().protocols().contains(Likeness.number(protocol))
        || !Memberships.in(box.box().destinationPorts(), Dimension.DESTINATION_PORT, region)) {
      return false;
    }
    // Who has no ports has port 0 as a source port, who is not ICMP type and code 0.
    boolean other =
        protocol == icmp ? box.box().sourcePorts().contains(0) : box.box().icmp().contains(0, 0);
    return other && holds(box, protocol == icmp, region);
  }

  private static boolean holds(Boxes.Box box, boolean icmp, Region region) {
    if (!box.anySource() && !in(box.box().source(), Dimension.SOURCE, region)) {
      return false;
    }
    if (!box.anyDestination() && !in(box.box().destination(), Dimension.DESTINATION, region)) {
      return false;
    }
    return icmp
        ? box.anyIcmp() || Memberships.in(box.words(), Dimension.FIRST_WORD, region)
        : box.anySourcePort()
            || Memberships.in(box.box().sourcePorts(), Dimension.FIRST_WORD, region);
  }

  /** True if the address is in a set: of a group, which is told, or of as many as are left. */
  private static boolean in(AddressSet set, Dimension of, Region region) {
    if (!region.isGrouped()) {
      return Memberships.in(set, of, region);
    }
    region.ask(of, set);
    return set.contains(region.high(of), region.low(of));
  }
}
