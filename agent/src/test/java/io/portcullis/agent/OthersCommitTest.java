package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.UserData;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Others commit while a change is under way. */
class OthersCommitTest {

  private final FakeNode node = new FakeNode();

  @Test
  void oneWhoCommitsBeforeEachOfOurBatchesKeepsNothingFromBeingEnforced() {
    RecordedKernel kernel = new RecordedKernel(node.connect());
    try (Programmer programmer = FakeNode.programmer(kernel);
        NftKernel other = node.connect()) {
      Programmed unused = programmer.bring(FakeNode.FIRST);
      NftOperation table = new NftOperation.AddTable(new NftTable(NfFamily.INET, "other"));
      NftOperation gone = new NftOperation.DeleteTable(NfFamily.INET, "other");
      kernel.beforeCommit(
          () -> {
            long made = other.commit(List.of(table), 0);
            assertThat(other.commit(List.of(gone), 0)).isEqualTo(made + 1);
          });

      Programmed programmed = programmer.bring(FakeNode.SECOND);

      assertThat(programmed.attempts()).isGreaterThan(1);
      assertThat(node.holdsNothingElseThan(FakeNode.SECOND.compiled())).isTrue();
    }
  }

  @Test
  void anotherWhoChangesOurTableAllTheTimeIsToldAndTheNodeStaysGuarded() {
    RecordedKernel kernel = new RecordedKernel(node.connect());
    try (Programmer programmer = FakeNode.programmer(kernel);
        NftKernel other = node.connect()) {
      Programmed unused = programmer.bring(FakeNode.FIRST);
      int[] chains = {0};
      kernel.beforeCommit(
          () -> {
            String name = "somebody-elses-" + chains[0]++;
            long made =
                other.commit(
                    List.of(
                        new NftOperation.AddChain(
                            NfFamily.INET, FakeNode.TABLE, NftChain.regular(name, UserData.NONE))),
                    0);
            assertThat(made).isPositive();
          });

      assertThatThrownBy(() -> programmer.bring(FakeNode.SECOND))
          .isInstanceOf(AgentException.class)
          .hasMessage("the kernel does not hold what was sent to it");
      assertThat(node.enforces(FakeNode.SECOND.compiled())).isTrue();

      kernel.beforeCommit(() -> {});
      assertThat(programmer.bring(FakeNode.SECOND).changed()).isTrue();
      assertThat(node.holdsNothingElseThan(FakeNode.SECOND.compiled())).isTrue();
    }
  }

  @Test
  void anOwnedTableIsOursAlsoIfTheFirstAttemptToMakeItWasHalf() {
    RecordedKernel kernel = new RecordedKernel(node.connect());
    NftKernel other = node.connect();
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
      Programmed programmed = programmer.bring(FakeNode.FIRST);

      assertThat(programmed.transactions()).isEqualTo(2);
      assertThat(programmer.notOwned()).isEmpty();
      assertThat(programmer.bring(FakeNode.SECOND).transactions()).isEqualTo(3);
    }
    try (Programmer next = new Programmer(node.connect(), TableHold.OWNED)) {
      assertThat(next.bring(FakeNode.SECOND).changed()).isFalse();
      assertThat(next.bring(FakeNode.FIRST).transactions()).isEqualTo(3);
    }
  }
}
