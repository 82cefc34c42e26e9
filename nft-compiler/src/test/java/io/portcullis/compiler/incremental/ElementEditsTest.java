package io.portcullis.compiler.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.ElementEdits;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.interpret.Trace;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An interpreter whose elements came and went does what one does that was made anew. */
final class ElementEditsTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_129L);
  private static final int SEQUENCES = 20;
  private static final int CHANGES = 10;

  @Test
  void editedAndRestoredRulesetsTreatAllPackets() {
    int edited = 0;
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      Random random = new Random(SEED + sequence);
      SourcePolicies policies = new SourcePolicies(SEED + sequence);
      EffectivePolicy policy = policies.policy();
      IncrementalCompiler compiler = new IncrementalCompiler(StageBounds.DEFAULT.shared());
      Compilation last = compiler.next(Policies.node(policy));
      compiler.keep(last);
      RulesetInterpreter interpreter = new RulesetInterpreter(last.compiled().ruleset());
      for (int change = 0; change < CHANGES; change++) {
        policy = policies.changed(policy);
        Compilation next = compiler.next(Policies.node(policy));
        compiler.keep(next);
        if (next.batches().isPresent()) {
          List<NftOperation> operations =
              next.batches().get().stream().flatMap(List::stream).toList();
          ElementEdits edits = interpreter.apply(operations).orElseThrow();
          same(interpreter, new RulesetInterpreter(next.compiled().ruleset()), random);
          edits.undo();
          same(interpreter, new RulesetInterpreter(last.compiled().ruleset()), random);
          assertThat(interpreter.apply(operations)).isPresent();
          // All of them are there already, or gone.
          assertThat(operations.isEmpty() ? Optional.empty() : interpreter.apply(operations))
              .isEmpty();
          same(interpreter, new RulesetInterpreter(next.compiled().ruleset()), random);
          edited += operations.size();
        } else {
          interpreter = new RulesetInterpreter(next.compiled().ruleset());
        }
        last = next;
      }
    }
    assertThat(edited).isGreaterThan(SEQUENCES);
  }

  private static void same(RulesetInterpreter one, RulesetInterpreter other, Random random) {
    Region region = new Region();
    Region otherRegion = new Region();
    Trace trace = new Trace();
    for (int i = 0; i < 60; i++) {
      Packet packet = packet(random);
      start(region, packet);
      start(otherRegion, packet);

      boolean dropped = one.run(packet, trace, region);

      assertThat(dropped).isEqualTo(other.run(packet, new Trace(), otherRegion));
      assertThat(region).hasToString(otherRegion.toString());
      assertThat(one.run(packet)).isEqualTo(other.run(packet));
    }
  }

  private static Packet packet(Random random) {
    return new Packet(
        "eth0",
        ProtocolSet.TCP,
        Address.v4(0x0a000000 | random.nextInt(128)),
        Address.v4(1),
        1024,
        30_000 + random.nextInt(44),
        0,
        0,
        ConntrackState.NEW,
        true);
  }

  private static void start(Region region, Packet packet) {
    region.forget();
    region.set(Dimension.STATE, 0, 0, 0, 0);
    region.set(Dimension.PROTOCOL, 0, packet.protocol(), 0, 255);
    region.set(Dimension.SOURCE, 0, packet.source().low(), 0, 0xffffffffL);
    region.set(Dimension.DESTINATION, 0, 1, 0, 0xffffffffL);
    region.set(Dimension.FIRST_WORD, 0, 1024, 0, 0xffff);
    region.set(Dimension.DESTINATION_PORT, 0, packet.destinationPort(), 0, 0xffff);
  }
}
