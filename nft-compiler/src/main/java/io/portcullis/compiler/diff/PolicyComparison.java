package io.portcullis.compiler.diff;

import io.portcullis.compiler.space.TooMuchWork;
import io.portcullis.compiler.space.Work;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Compares what two policies do with packets. */
public final class PolicyComparison {

  /** Steps to take before giving up; about a minute of work. */
  public static final long DEFAULT_LIMIT = 2_000_000_000L;

  private static final String LOOPBACK = "lo";

  private PolicyComparison() {}

  /**
   * Compares two policies over all packets there can be, from all links and in all states.
   *
   * @param attribution whether to look for packets, too, that another rule decides as before
   * @param addresses of the host, for samples that somebody can send; may be empty
   * @param limit steps to take at most
   * @throws TooMuchWork at the limit
   */
  public static PacketDifference compare(
      NodePolicy before,
      NodePolicy after,
      boolean attribution,
      List<Address> addresses,
      long limit) {
    Collected collected = new Collected(before, after, addresses);
    Work work = new Work(limit);
    boolean sameSettings = before.settings().equals(after.settings());
    for (Group group : groups(before, after)) {
      if (sameSettings && isSame(group.before, group.after)) {
        continue;
      }
      for (Family family : Family.values()) {
        Side old = new Side(group.before, before.settings(), family, work);
        Side now = new Side(group.after, after.settings(), family, work);
        new PieceComparison(group.links, family, old, now, work, collected).all(attribution);
      }
    }
    return collected.difference();
  }

  /** Links with the same two policies. */
  private record Group(Links links, EffectivePolicy before, EffectivePolicy after) {}

  private static List<Group> groups(NodePolicy before, NodePolicy after) {
    NavigableSet<String> named = new TreeSet<>(before.interfaces().keySet());
    named.addAll(after.interfaces().keySet());
    named.add(LOOPBACK);
    List<Group> groups = new ArrayList<>();
    for (String name : named) {
      add(groups, new Links(false, new TreeSet<>(List.of(name))), before, after);
    }
    add(groups, new Links(true, named), before, after);
    return groups;
  }

  private static void add(List<Group> groups, Links links, NodePolicy before, NodePolicy after) {
    EffectivePolicy old = of(before, links.example());
    EffectivePolicy now = of(after, links.example());
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      if (isSame(group.before, old) && isSame(group.after, now)) {
        groups.set(i, new Group(group.links.plus(links), old, now));
        return;
      }
    }
    groups.add(new Group(links, old, now));
  }

  private static EffectivePolicy of(NodePolicy node, String link) {
    return PlainReading.policyOf(node, link).orElse(EffectivePolicy.NONE);
  }

  /** By identity: the resolver shares them, and to compare rule by rule would take long. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(EffectivePolicy a, EffectivePolicy b) {
    return a == b;
  }
}
