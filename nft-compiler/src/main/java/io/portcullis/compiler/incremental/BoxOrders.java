package io.portcullis.compiler.incremental;

import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.MatchBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The boxes of one policy and family that hold a packet, by what orders them: numbers with room in
 * between, so that one that comes leaves the others as they are.
 */
final class BoxOrders {

  private final int[] orders;

  private BoxOrders(int[] orders) {
    this.orders = orders;
  }

  /** Of boxes in order. */
  static BoxOrders of(List<ClassRule> boxes) {
    return new BoxOrders(boxes.stream().mapToInt(ClassRule::order).toArray());
  }

  /**
   * What changes, by order.
   *
   * @param after the orders of after
   * @param changed boxes with other sources
   * @param gone boxes that go
   * @param come boxes that come, each with its new order
   * @param behind by such an order, that of a neighbour in whose stage it belongs
   */
  record Edits(
      BoxOrders after,
      Map<Integer, MatchBox> changed,
      Set<Integer> gone,
      List<ClassRule> come,
      Map<Integer, Integer> behind) {}

  /** The edits of one family; empty if there is no room for a number. */
  Optional<Edits> of(RuleEdits edits, Family family) {
    Map<Integer, MatchBox> changed = new LinkedHashMap<>();
    edits.changed().stream()
        .filter(change -> change.family() == family)
        .forEach(change -> changed.put(orders[change.at()], change.box()));
    Set<Integer> gone = new HashSet<>();
    edits.gone().stream()
        .filter(box -> box.family() == family)
        .forEach(box -> gone.add(orders[box.at()]));
    List<RuleEdits.Come> come =
        edits.come().stream().filter(box -> box.family() == family).toList();
    if (come.isEmpty() && gone.isEmpty()) {
      return Optional.of(new Edits(this, changed, gone, List.of(), Map.of()));
    }
    return with(changed, gone, come);
  }

  private Optional<Edits> with(
      Map<Integer, MatchBox> changed, Set<Integer> gone, List<RuleEdits.Come> come) {
    if (orders.length == 0) {
      return Optional.empty();
    }
    int[] after = Arrays.copyOf(orders, orders.length + come.size());
    List<ClassRule> rules = new ArrayList<>();
    Map<Integer, Integer> behind = new LinkedHashMap<>();
    for (int i = 0; i < come.size(); ) {
      int at = come.get(i).before();
      int many = 1;
      while (i + many < come.size() && come.get(i + many).before() == at) {
        many++;
      }
      long from = at == 0 ? orders[0] - (long) ServiceModel.APART * (many + 1) : orders[at - 1];
      long to = at == orders.length ? from + (long) ServiceModel.APART * (many + 1) : orders[at];
      if (to - from <= many || from < Integer.MIN_VALUE || to > Integer.MAX_VALUE) {
        return Optional.empty();
      }
      for (int k = 1; k <= many; k++, i++) {
        int order = (int) (from + (to - from) * k / (many + 1));
        RuleEdits.Come box = come.get(i);
        after[orders.length + i] = order;
        rules.add(new ClassRule(order, box.tier(), box.rule(), box.box()));
        behind.put(order, orders[Math.max(0, at - 1)]);
      }
    }
    int[] left = Arrays.stream(after).filter(order -> !gone.contains(order)).sorted().toArray();
    return Optional.of(new Edits(new BoxOrders(left), changed, gone, rules, behind));
  }
}
