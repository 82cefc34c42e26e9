package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.RandomPolicies;
import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is found by ports is what a look at everything finds. */
final class PortIndexTest {

  private static final int POLICIES = 200;

  @Test
  void findsEachBoxThatMayHoldSomePackets() {
    int found = 0;
    for (long seed = 0; seed < POLICIES; seed++) {
      EffectivePolicy policy = new RandomPolicies(seed).policy();
      RuleNumbers numbers = new RuleNumbers();
      PortIndex index = new PortIndex(policy);
      for (PacketBox packets : packets(policy, new Random(seed))) {
        List<Boxes.Box> all =
            Boxes.of(policy, packets.family(), numbers).stream()
                .filter(box -> packets.mayHold(box.box()))
                .toList();

        assertThat(Boxes.of(policy, index, packets, numbers))
            .as("policy %d", seed)
            .containsExactlyElementsOf(all);
        found += all.size();
      }
    }
    assertThat(found).isGreaterThan(10 * POLICIES);
  }

  @Test
  void whatIsLeftHoldsAllAndNothingTwice() {
    Random random = new Random(7);
    for (int i = 0; i < POLICIES; i++) {
      List<PacketBox> some = packets(new RandomPolicies(i).policy(), random);

      List<PacketBox> left = PacketBox.distinct(some);

      assertThat(some).allMatch(box -> left.stream().anyMatch(other -> other.holds(box)));
      assertThat(some).containsAll(left);
      for (PacketBox box : left) {
        assertThat(left).filteredOn(other -> other.holds(box)).hasSize(1);
      }
    }
  }

  /** At the ports of boxes and beside them, some of part of their sources. */
  private static List<PacketBox> packets(EffectivePolicy policy, Random random) {
    List<PacketBox> out = new ArrayList<>();
    for (Family family : Family.values()) {
      PacketBox all = PacketBox.everything(family);
      for (Boxes.Box box : Boxes.of(policy, family, new RuleNumbers())) {
        box.box()
            .destinationPorts()
            .ranges()
            .forEach(
                range -> {
                  int first = Math.max(0, range.first() - random.nextInt(2));
                  int last = random.nextBoolean() ? first : Math.max(first, range.last());
                  all.within(Dimension.DESTINATION_PORT, first, last)
                      .flatMap(
                          ports ->
                              random.nextBoolean()
                                  ? ports.within(Dimension.PROTOCOL, 6, 6)
                                  : ports.within(Dimension.SOURCE, 0x0a000000L, 0x0a0000ffL))
                      .ifPresent(out::add);
                });
      }
    }
    return out;
  }
}
