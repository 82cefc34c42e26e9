package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table that is gone is made again, and one that is there is left alone. */
class RestoringTest {

  private final FakeNode node = new FakeNode();
  private final RecordedKernel kernel = new RecordedKernel(node.connect());
  @AutoClose private final NftKernel other = node.connect();
  @AutoClose private final Restoring restoring = new Restoring(kernel);
  @AutoClose private final Programmer programmer = FakeNode.programmer(node.connect());

  @BeforeEach
  void hold() {
    Programmed unused = programmer.bring(FakeNode.FIRST);
    restoring.hold(programmer.toRestore().orElseThrow());
  }

  private void takeAway() {
    long unused =
        other.commit(List.of(new NftOperation.DeleteTable(NfFamily.INET, FakeNode.TABLE)), 0);
  }

  /** Something that somebody does right before the next commit, once. */
  private void beforeNextCommit(Runnable something) {
    AtomicBoolean done = new AtomicBoolean();
    kernel.beforeCommit(
        () -> {
          if (!done.getAndSet(true)) {
            something.run();
          }
        });
  }

  @Test
  void whatIsGoneIsMadeAgainOnce() {
    takeAway();

    Restoring.Restored restored = restoring.restore().orElseThrow();

    assertThat(restored.generation()).isEqualTo(other.generation());
    assertThat(restored.operations()).isPositive();
    assertThat(node.holdsNothingElseThan(FakeNode.FIRST.compiled())).isTrue();
    assertThat(restoring.restore()).isEmpty();
    assertThat(programmer.bring(FakeNode.FIRST).changed()).isFalse();
  }

  @Test
  void whatIsThereIsLeftAlone() {
    Programmed unused = programmer.bring(FakeNode.SECOND);

    assertThat(restoring.restore()).isEmpty();

    assertThat(node.holdsNothingElseThan(FakeNode.SECOND.compiled())).isTrue();
  }

  @Test
  void oneWhoCommitsSomethingElseMeanwhileKeepsNothingFromComingBack() {
    takeAway();
    beforeNextCommit(
        () -> {
          NftTable table = new NftTable(NfFamily.INET, "other");
          long unused = other.commit(List.of(new NftOperation.AddTable(table)), 0);
        });

    assertThat(restoring.restore()).isPresent();

    assertThat(node.holdsNothingElseThan(FakeNode.FIRST.compiled())).isTrue();
  }

  @Test
  void whoeverIsFasterIsNotUndone() {
    takeAway();
    beforeNextCommit(
        () -> {
          Programmed unused = programmer.bring(FakeNode.SECOND);
        });

    assertThat(restoring.restore()).isEmpty();

    assertThat(node.holdsNothingElseThan(FakeNode.SECOND.compiled())).isTrue();
  }
}
