package io.portcullis.integration.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The generator's own idea of a packet's verdict is that of the policy it writes. */
class WorkloadsTest {

  private static final List<Function<Family, Workload>> SMALL =
      List.of(Workloads::tiny, Workloads::typical, Workloads::large, Workloads::hostile);

  @ParameterizedTest
  @EnumSource(Family.class)
  void streamsHaveTheVerdictsThatPolicyGives(Family family) {
    for (Function<Family, Workload> make : SMALL) {
      Workload workload = make.apply(family);
      NodePolicy policy = new Portcullis(true).resolve(workload);
      for (PacketStream stream : workload.streams()) {
        // Policy alone: what an established connection's packet would meet if it were a new one.
        boolean accepted = stream.kind() == PacketStream.Kind.HIT;
        for (int i = 0; i < stream.flows().size(); i += stream.flows().size() / 64) {
          Flow flow = stream.flows().get(i);
          assertThat(PlainReading.decide(policy, packet(flow)).drops())
              .as("%s, %s, %s", workload.name(), stream.kind(), flow)
              .isEqualTo(!accepted);
        }
      }
    }
  }

  private static Packet packet(Flow flow) {
    return new Packet(
        Arena.LINK,
        6,
        flow.source(),
        StreamFile.destination(flow.source().family()),
        StreamFile.SOURCE_PORT,
        flow.port(),
        0,
        0,
        ConntrackState.NEW,
        true);
  }
}
