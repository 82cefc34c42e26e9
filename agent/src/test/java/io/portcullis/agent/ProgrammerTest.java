package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.testkit.FakeKernel;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order batches are sent, and what is there when the agent dies between them. */
class ProgrammerTest {

  private static final String TABLE = "portcullis";

  private final FakeKernel fake = new FakeKernel();

  /** Two ports and two nets: a packet that meets one change may meet the other. */
  private static final Proven FIRST = policy("30080", "203.0.113.0/24", "Allow");

  private static final Proven SECOND = policy("30090", "198.51.100.0/24", "Deny");

  /** As the first, but for one member of a set. */
  private static final Proven ONE_MORE =
      policy("30080", "203.0.113.0/24, 198.51.100.7/32", "Allow");

  private static Proven policy(String port, String nets, String action) {
    String yaml =
        """
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata: {name: node1-eth0, labels: {role: node}}
        spec: {node: node1, interfaceName: eth0}
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
          - {action: %s, protocol: TCP, source: {nets: [%s]}, destination: {ports: [%s]}}
          - {action: Deny, protocol: TCP, destination: {ports: [31000, %s]}}
        """
            .formatted(action, nets, port, port);
    return Proven.of(
        Desired.of(
                List.of(new SourceText("one.yaml", yaml)),
                "node1",
                List.of(),
                DataplaneSettings.defaults())
            .compiled());
  }

  private Ruleset held() {
    try (NftKernel kernel = fake.connect()) {
      return kernel.dump(NfFamily.INET, TABLE).orElseThrow();
    }
  }

  private boolean enforces(CompiledPolicy policy) {
    return Proof.check(InKernel.named(held(), policy), held()) instanceof ProofResult.Proven;
  }

  private boolean holdsNothingElseThan(CompiledPolicy policy) {
    try (NftKernel kernel = fake.connect()) {
      return InKernel.of(kernel.dumpWithHandles(NfFamily.INET, TABLE).orElseThrow(), policy)
          .isPresent();
    }
  }

  private Programmer programmer(NftKernel kernel) {
    return new Programmer(kernel, TableHold.AS_IT_IS);
  }

  @Test
  void betweenTwoBatchesThePacketsAreWaitedFor() {
    RecordedKernel kernel = new RecordedKernel(fake.connect());
    try (Programmer programmer = programmer(kernel)) {
      assertThat(programmer.bring(FIRST).transactions()).isEqualTo(2);
      assertThat(programmer.bring(SECOND).transactions()).isEqualTo(3);
      assertThat(programmer.bring(ONE_MORE).transactions()).isEqualTo(3);
    }
    // One wait comes from the start, for packets that some earlier agent's commits may have met.
    List<String> events = kernel.takeEvents();
    assertThat(String.join(" ", events)).startsWith("wait").doesNotContain("commit commit");
    assertThat(events).filteredOn("commit"::equals).hasSize(8);
    assertThat(enforces(ONE_MORE.compiled())).isTrue();
  }

  @Test
  void aMemberOfASetIsOneBatchAndKeepsAllNames() {
    try (Programmer programmer = programmer(fake.connect())) {
      Programmed first = programmer.bring(FIRST);

      Programmed more = programmer.bring(ONE_MORE);

      assertThat(more.transactions()).isEqualTo(1);
      assertThat(more.operations()).isPositive();
      assertThat(more.held().ruleset().chains().keySet())
          .isEqualTo(first.held().ruleset().chains().keySet());
    }
  }

  @Test
  void whereverTheAgentDiesAPolicyIsEnforcedWholeAndTheNextStartTidiesUp() {
    for (int batches = 0; batches <= 3; batches++) {
      try (Programmer programmer = programmer(fake.connect())) {
        Programmed unused = programmer.bring(FIRST);
      }
      RecordedKernel kernel = new RecordedKernel(fake.connect());
      kernel.dieAfter(batches);
      try (Programmer programmer = programmer(kernel)) {
        if (batches < 3) {
          assertThatThrownBy(() -> programmer.bring(SECOND))
              .isInstanceOf(RecordedKernel.Died.class);
        } else {
          assertThat(programmer.bring(SECOND).transactions()).isEqualTo(3);
        }
      }

      boolean switched = batches >= 2;
      assertThat(enforces(FIRST.compiled())).as("after %d batches", batches).isEqualTo(!switched);
      assertThat(enforces(SECOND.compiled())).as("after %d batches", batches).isEqualTo(switched);

      try (Programmer next = programmer(fake.connect())) {
        Programmed recovered = next.bring(SECOND);
        assertThat(recovered.transactions()).isEqualTo(List.of(3, 3, 1, 0).get(batches));
        assertThat(next.bring(SECOND).changed()).isFalse();
      }
      assertThat(holdsNothingElseThan(SECOND.compiled())).as("after %d batches", batches).isTrue();
    }
  }

  @Test
  void whatSomebodyElseChangedIsUndoneInOneBatchThatWaitsForNothing() {
    RecordedKernel kernel = new RecordedKernel(fake.connect());
    try (Programmer programmer = programmer(kernel);
        NftKernel other = fake.connect()) {
      Programmed unused = programmer.bring(FIRST);
      Programmed before = programmer.bring(SECOND);
      List<String> unusedEvents = kernel.takeEvents();

      for (List<NftOperation> damage :
          List.of(
              List.<NftOperation>of(new NftOperation.DeleteTable(NfFamily.INET, TABLE)),
              List.<NftOperation>of(
                  new NftOperation.FlushChain(NfFamily.INET, TABLE, "prerouting")))) {
        long generation = other.commit(damage, 0);

        Programmed repaired = programmer.bring(SECOND);

        assertThat(repaired.transactions()).isEqualTo(1);
        assertThat(repaired.generation()).isEqualTo(generation + 1);
        assertThat(repaired.held()).isSameAs(before.held());
        assertThat(enforces(SECOND.compiled())).isTrue();
      }
      assertThat(kernel.takeEvents()).filteredOn("commit"::equals).hasSize(2);
    }
  }

  @Test
  void aFailedSwitchIsNotTakenForDamageWhenTheOldPolicyComesBack() {
    RecordedKernel kernel = new RecordedKernel(fake.connect());
    try (Programmer programmer = programmer(kernel)) {
      Programmed unused = programmer.bring(FIRST);
      kernel.dieAfter(2);
      assertThatThrownBy(() -> programmer.bring(SECOND)).isInstanceOf(RecordedKernel.Died.class);
      kernel.dieAfter(100);

      assertThat(programmer.bring(FIRST).transactions()).isEqualTo(3);
      assertThat(holdsNothingElseThan(FIRST.compiled())).isTrue();
    }
  }

  @Test
  void oneWhoCommitsBeforeEachOfOurBatchesKeepsNothingFromBeingEnforced() {
    RecordedKernel kernel = new RecordedKernel(fake.connect());
    try (Programmer programmer = programmer(kernel);
        NftKernel other = fake.connect()) {
      Programmed unused = programmer.bring(FIRST);
      NftOperation table = new NftOperation.AddTable(new NftTable(NfFamily.INET, "other"));
      NftOperation gone = new NftOperation.DeleteTable(NfFamily.INET, "other");
      kernel.beforeCommit(
          () -> {
            long made = other.commit(List.of(table), 0);
            assertThat(other.commit(List.of(gone), 0)).isEqualTo(made + 1);
          });

      Programmed programmed = programmer.bring(SECOND);

      assertThat(programmed.attempts()).isGreaterThan(1);
      assertThat(holdsNothingElseThan(SECOND.compiled())).isTrue();
    }
  }

  @Test
  void anotherWhoChangesOurTableAllTheTimeIsToldAndTheNodeStaysGuarded() {
    RecordedKernel kernel = new RecordedKernel(fake.connect());
    try (Programmer programmer = programmer(kernel);
        NftKernel other = fake.connect()) {
      Programmed unused = programmer.bring(FIRST);
      int[] chains = {0};
      kernel.beforeCommit(
          () -> {
            String name = "somebody-elses-" + chains[0]++;
            long made =
                other.commit(
                    List.of(
                        new NftOperation.AddChain(
                            NfFamily.INET, TABLE, NftChain.regular(name, UserData.NONE))),
                    0);
            assertThat(made).isPositive();
          });

      assertThatThrownBy(() -> programmer.bring(SECOND))
          .isInstanceOf(AgentException.class)
          .hasMessage("the kernel does not hold what was sent to it");
      assertThat(enforces(SECOND.compiled())).isTrue();

      kernel.beforeCommit(() -> {});
      assertThat(programmer.bring(SECOND).changed()).isTrue();
      assertThat(holdsNothingElseThan(SECOND.compiled())).isTrue();
    }
  }

  @Test
  void anOwnedTableIsOursAlsoIfTheFirstAttemptToMakeItWasHalf() {
    RecordedKernel kernel = new RecordedKernel(fake.connect());
    NftKernel other = fake.connect();
    int[] commits = {0};
    kernel.beforeCommit(
        () -> {
          if (commits[0]++ == 1) {
            long made =
                other.commit(
                    List.of(new NftOperation.AddTable(new NftTable(NfFamily.INET, "other"))), 0);
            assertThat(made).isPositive();
          }
        });
    try (Programmer programmer = new Programmer(kernel, TableHold.OWNED)) {
      Programmed programmed = programmer.bring(FIRST);

      assertThat(programmed.transactions()).isEqualTo(2);
      assertThat(programmer.notOwned()).isEmpty();
      assertThat(programmer.bring(SECOND).transactions()).isEqualTo(3);
    }
    try (Programmer next = new Programmer(fake.connect(), TableHold.OWNED)) {
      assertThat(next.bring(SECOND).changed()).isFalse();
      assertThat(next.bring(FIRST).transactions()).isEqualTo(3);
    }
  }

  @Test
  void everyGenerationThatWasMadeIsKnown() {
    try (Programmer programmer = programmer(fake.connect())) {
      Programmed first = programmer.bring(FIRST);
      Programmed second = programmer.bring(SECOND);

      assertThat(programmer.takeMade())
          .hasSize(5)
          .contains(first.generation(), second.generation());
      assertThat(programmer.takeMade()).isEmpty();
    }
  }
}
