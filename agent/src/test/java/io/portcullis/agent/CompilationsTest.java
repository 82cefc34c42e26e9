package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.testkit.FakeKernel;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.load.SourceText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Members that come and go are sent as they are, on top of what the kernel was last brought to. */
final class CompilationsTest {

  private final FakeKernel fake = new FakeKernel();
  private final Compilations compilations = new Compilations();

  private static NodePolicy policy(int members, String action) {
    String nets =
        IntStream.range(0, members)
            .mapToObj(i -> "203.0.113." + (2 * i + 1) + "/32")
            .collect(Collectors.joining(", "));
    String yaml =
        """
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata: {name: node1-eth0, labels: {role: node}}
        spec: {node: node1, interfaceName: eth0}
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkSet
        metadata: {name: partners, labels: {set: partners}}
        spec: {nets: [%s]}
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: one}
        spec:
          order: 1
          preDNAT: true
          applyOnForward: true
          selector: role == 'node'
          ingress:
          - {action: %s, protocol: TCP, source: {selector: set == 'partners'}, destination: {ports: [30080]}}
          - {action: Deny, protocol: TCP, destination: {ports: [30080]}}
        """
            .formatted(nets, action);
    return Resolved.of(
            List.of(new SourceText("one.yaml", yaml)),
            "node1",
            List.of(),
            DataplaneSettings.defaults(),
            List.of())
        .policy();
  }

  private boolean holds(Proven proven) {
    try (NftKernel kernel = fake.connect()) {
      return InKernel.of(
              kernel.dumpWithHandles(NfFamily.INET, "portcullis").orElseThrow(), proven.compiled())
          .isPresent();
    }
  }

  private Programmer programmer() {
    return new Programmer(fake.connect(), TableHold.AS_IT_IS);
  }

  @Test
  void aMemberMoreOrLessIsSentWithoutReadingTheTable() {
    try (Programmer programmer = programmer()) {
      assertThat(programmer.bring(compilations.next(policy(12, "Allow"))).changed()).isTrue();
      long reads = programmer.reads();
      for (int members : new int[] {13, 14, 11, 12}) {
        Proven next = compilations.next(policy(members, "Allow"));

        Programmed programmed = programmer.bring(next);

        assertThat(programmed.transactions()).isEqualTo(1);
        assertThat(programmer.reads()).isEqualTo(reads);
        assertThat(holds(next)).isTrue();
        assertThat(programmed.held().policy()).isEqualTo(next.compiled().policy());
      }
      assertThat(programmer.bring(compilations.next(policy(12, "Allow"))).changed()).isFalse();
    }
  }

  @Test
  void ofWhatTheKernelWasBroughtToNothingIsForgotten() {
    Proven first = compilations.next(policy(12, "Allow"));
    Proven second = compilations.next(policy(13, "Allow"));
    Proven third = compilations.next(policy(14, "Allow"));
    try (Programmer programmer = programmer()) {
      assertThat(programmer.bring(first).changed()).isTrue();
      long reads = programmer.reads();

      // It was made of the second one, which the kernel never held.
      assertThat(programmer.bring(third).changed()).isTrue();

      assertThat(programmer.reads()).isGreaterThan(reads);
      assertThat(holds(third)).isTrue();
      assertThat(programmer.bring(second).changed()).isTrue();
      assertThat(holds(second)).isTrue();
    }
  }

  @Test
  void onTopOfSomebodyElsesWorkNothingIsSentUnread() {
    try (Programmer programmer = programmer();
        NftKernel other = fake.connect()) {
      assertThat(programmer.bring(compilations.next(policy(12, "Allow"))).changed()).isTrue();
      long made =
          other.commit(List.of(new NftOperation.DeleteTable(NfFamily.INET, "portcullis")), 0);
      Proven next = compilations.next(policy(13, "Allow"));

      assertThat(programmer.bring(next).generation()).isGreaterThan(made);
      assertThat(holds(next)).isTrue();

      NftTable table = new NftTable(NfFamily.INET, "other");
      made = other.commit(List.of(new NftOperation.AddTable(table)), 0);
      Proven after = compilations.next(policy(14, "Allow"));
      assertThat(programmer.bring(after).generation()).isGreaterThan(made);
      assertThat(holds(after)).isTrue();
    }
  }

  @Test
  void whatIsMoreThanMembersIsComparedAsAWhole() {
    try (Programmer programmer = programmer()) {
      assertThat(programmer.bring(compilations.next(policy(12, "Allow"))).changed()).isTrue();
      Proven next = compilations.next(policy(12, "Deny"));

      assertThat(programmer.bring(next).changed()).isTrue();
      assertThat(holds(next)).isTrue();
    }
  }
}
