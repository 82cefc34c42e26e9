package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.sys.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order batches are sent, and what is there when the agent dies between them. */
class ProgrammerTest {

  private final FakeNode node = new FakeNode();

  @Test
  void betweenTwoBatchesThePacketsAreWaitedFor() {
    RecordedKernel kernel = new RecordedKernel(node.connect());
    try (Programmer programmer = FakeNode.programmer(kernel)) {
      assertThat(programmer.bring(FakeNode.FIRST).transactions()).isEqualTo(2);
      assertThat(programmer.bring(FakeNode.SECOND).transactions()).isEqualTo(3);
      assertThat(programmer.bring(FakeNode.ONE_MORE).transactions()).isEqualTo(3);
    }
    // One wait comes from the start, for packets that some earlier agent's commits may have met.
    List<String> events = kernel.takeEvents();
    assertThat(String.join(" ", events)).startsWith("wait").doesNotContain("commit commit");
    assertThat(events).filteredOn("commit"::equals).hasSize(8);
    assertThat(node.enforces(FakeNode.ONE_MORE.compiled())).isTrue();
  }

  @Test
  void aMemberOfASetIsOneBatchAndKeepsAllNames() {
    try (Programmer programmer = FakeNode.programmer(node.connect())) {
      Programmed first = programmer.bring(FakeNode.FIRST);

      Programmed more = programmer.bring(FakeNode.ONE_MORE);

      assertThat(more.transactions()).isEqualTo(1);
      assertThat(more.operations()).isPositive();
      assertThat(more.held().ruleset().chains().keySet())
          .isEqualTo(first.held().ruleset().chains().keySet());
    }
  }

  @Test
  void whereverTheAgentDiesAPolicyIsEnforcedWholeAndTheNextStartTidiesUp() {
    for (int batches = 0; batches <= 3; batches++) {
      try (Programmer programmer = FakeNode.programmer(node.connect())) {
        Programmed unused = programmer.bring(FakeNode.FIRST);
      }
      RecordedKernel kernel = new RecordedKernel(node.connect());
      kernel.dieAfter(batches);
      try (Programmer programmer = FakeNode.programmer(kernel)) {
        if (batches < 3) {
          assertThatThrownBy(() -> programmer.bring(FakeNode.SECOND))
              .isInstanceOf(RecordedKernel.Died.class);
        } else {
          assertThat(programmer.bring(FakeNode.SECOND).transactions()).isEqualTo(3);
        }
      }

      boolean switched = batches >= 2;
      assertThat(node.enforces(FakeNode.FIRST.compiled()))
          .as("after %d batches", batches)
          .isEqualTo(!switched);
      assertThat(node.enforces(FakeNode.SECOND.compiled()))
          .as("after %d batches", batches)
          .isEqualTo(switched);

      try (Programmer next = FakeNode.programmer(node.connect())) {
        Programmed recovered = next.bring(FakeNode.SECOND);
        assertThat(recovered.transactions()).isEqualTo(List.of(3, 3, 1, 0).get(batches));
        assertThat(next.bring(FakeNode.SECOND).changed()).isFalse();
      }
      assertThat(node.holdsNothingElseThan(FakeNode.SECOND.compiled()))
          .as("after %d batches", batches)
          .isTrue();
    }
  }

  @Test
  void whatSomebodyElseChangedIsUndoneInOneBatchThatWaitsForNothing() {
    RecordedKernel kernel = new RecordedKernel(node.connect());
    try (Programmer programmer = FakeNode.programmer(kernel);
        NftKernel other = node.connect()) {
      Programmed unused = programmer.bring(FakeNode.FIRST);
      Programmed before = programmer.bring(FakeNode.SECOND);
      List<String> unusedEvents = kernel.takeEvents();

      for (List<NftOperation> damage :
          List.of(
              List.<NftOperation>of(new NftOperation.DeleteTable(NfFamily.INET, FakeNode.TABLE)),
              List.<NftOperation>of(
                  new NftOperation.FlushChain(NfFamily.INET, FakeNode.TABLE, "prerouting")))) {
        long generation = other.commit(damage, 0);

        Programmed repaired = programmer.bring(FakeNode.SECOND);

        assertThat(repaired.transactions()).isEqualTo(1);
        assertThat(repaired.generation()).isEqualTo(generation + 1);
        assertThat(repaired.held()).isSameAs(before.held());
        assertThat(node.enforces(FakeNode.SECOND.compiled())).isTrue();
      }
      assertThat(kernel.takeEvents()).filteredOn("commit"::equals).hasSize(2);
    }
  }

  @Test
  void aFailedSwitchIsNotTakenForDamageWhenTheOldPolicyComesBack() {
    RecordedKernel kernel = new RecordedKernel(node.connect());
    try (Programmer programmer = FakeNode.programmer(kernel)) {
      Programmed unused = programmer.bring(FakeNode.FIRST);
      kernel.dieAfter(2);
      assertThatThrownBy(() -> programmer.bring(FakeNode.SECOND))
          .isInstanceOf(RecordedKernel.Died.class);
      kernel.dieAfter(100);

      assertThat(programmer.bring(FakeNode.FIRST).transactions()).isEqualTo(3);
      assertThat(node.holdsNothingElseThan(FakeNode.FIRST.compiled())).isTrue();
    }
  }

  @Test
  void aBatchThatDoesNotFitIntoTheSocketsBufferIsToldAndTheOldPolicyHolds() {
    RecordedKernel kernel = new RecordedKernel(node.connect());
    try (Programmer programmer = FakeNode.programmer(kernel)) {
      Programmed unused = programmer.bring(FakeNode.FIRST);
      NftOperation some = new NftOperation.DeleteTable(NfFamily.INET, FakeNode.TABLE);
      kernel.beforeCommit(
          () -> {
            throw NftException.refused(Errno.EMSGSIZE, new NftException.FailedOperation(0, some));
          });

      assertThatThrownBy(() -> programmer.bring(FakeNode.SECOND))
          .isInstanceOfSatisfying(
              AgentException.class, e -> assertThat(e.hint()).contains("net.core.wmem_max"))
          .hasMessageContaining("EMSGSIZE");

      assertThat(node.holdsNothingElseThan(FakeNode.FIRST.compiled())).isTrue();
    }
  }

  @Test
  void everyGenerationThatWasMadeIsKnown() {
    try (Programmer programmer = FakeNode.programmer(node.connect())) {
      Programmed first = programmer.bring(FakeNode.FIRST);
      Programmed second = programmer.bring(FakeNode.SECOND);

      assertThat(programmer.takeMade())
          .hasSize(5)
          .contains(first.generation(), second.generation());
      assertThat(programmer.takeMade()).isEmpty();
    }
  }
}
