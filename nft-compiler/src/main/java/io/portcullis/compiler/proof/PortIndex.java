package io.portcullis.compiler.proof;

import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Which rules of a policy ask for which destination ports, so that the few that may hold some
 * packets are found without a look at all of them. Rules are numbered over all tiers. It holds for
 * every policy that differs in nothing but sources.
 */
final class PortIndex {

  /** A rule of more ports than these is looked at for each port. */
  private static final int WIDE = 64;

  private final int[] starts = new int[PortSet.COUNT + 1];
  private final int[] rules;
  private final int[] wide;
  private final int[] tiers;

  PortIndex(EffectivePolicy policy) {
    List<int[]> narrow = new ArrayList<>();
    IntStream.Builder rest = IntStream.builder();
    tiers = new int[policy.tiers().size() + 1];
    int number = 0;
    for (int tier = 0; tier < policy.tiers().size(); tier++) {
      EffectiveTier effective = policy.tiers().get(tier);
      for (EffectiveRule rule : effective.rules()) {
        int[] ports = ports(rule.boxes());
        if (ports.length > WIDE) {
          rest.add(number);
        }
        narrow.add(ports.length > WIDE ? new int[0] : ports);
        number++;
      }
      tiers[tier + 1] = number;
    }
    wide = rest.build().toArray();
    for (int[] ports : narrow) {
      for (int port : ports) {
        starts[port + 1]++;
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    rules = new int[starts[PortSet.COUNT]];
    int[] next = starts.clone();
    for (int rule = 0; rule < narrow.size(); rule++) {
      for (int port : narrow.get(rule)) {
        rules[next[port]++] = rule;
      }
    }
  }

  /** The ports that boxes ask for; if they are many, some more than {@link #WIDE} of them. */
  private static int[] ports(List<MatchBox> boxes) {
    IntStream.Builder out = IntStream.builder();
    int count = 0;
    for (MatchBox box : boxes) {
      for (PortSet.Range range : box.destinationPorts().ranges()) {
        for (int port = range.first(); port <= range.last() && count <= WIDE; port++) {
          out.add(port);
          count++;
        }
      }
    }
    return count > WIDE ? new int[WIDE + 1] : out.build().distinct().toArray();
  }

  /**
   * Numbers of rules, in their order, among which is each one with a box for a port of some.
   *
   * @param first of the ports
   * @param last of the ports
   */
  int[] of(int first, int last) {
    IntStream some = Arrays.stream(rules, starts[first], starts[last + 1]);
    return IntStream.concat(some, Arrays.stream(wide)).sorted().distinct().toArray();
  }

  /** The tier that a rule is in. */
  int tierOf(int rule) {
    OptionalInt tier = IntStream.range(1, tiers.length).filter(t -> rule < tiers[t]).findFirst();
    return tier.orElseThrow() - 1;
  }

  /** The number of a tier's first rule. */
  int firstOf(int tier) {
    return tiers[tier];
  }
}
