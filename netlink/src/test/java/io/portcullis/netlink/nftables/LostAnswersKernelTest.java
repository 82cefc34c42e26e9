package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.netlink.NetlinkSocket;
import io.portcullis.netlink.nftables.codec.BatchCodec;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Commits whose answers do not fit into the receive buffer, and commits next to others'. */
final class LostAnswersKernelTest {

  private static final int THOUSANDS = 5000;

  /** Room for the few answers about a good batch, and for a hundred errors or so. */
  private static final int SMALL = 32 << 10;

  @AutoClose private final NetworkNamespace namespace = NetworkNamespace.create("lost-answers");
  @AutoClose private final NfTables nft;

  LostAnswersKernelTest() throws Exception {
    nft = namespace.call(NfTables::open);
  }

  /** That the other tests here lose anything is seen by reading the socket without this library. */
  @Test
  void thousandsOfErrorsOverflowASmallReceiveBuffer() throws Exception {
    NetlinkSocket socket =
        namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER));
    try (NftSession session = new NftSession(socket)) {
      socket.receiveBuffer(SMALL);
      BatchCodec unused = BatchCodec.encode(session.writer(), deletions(THOUSANDS), 0, 1);
      session.send("a batch");

      List<Integer> results = new ArrayList<>();
      do {
        results.add(socket.receiveNow());
      } while (results.get(results.size() - 1) != -Errno.EAGAIN);
      assertThat(results).contains(-Errno.ENOBUFS).hasSizeLessThan(THOUSANDS);
    }
  }

  @Test
  void aBatchWithThousandsOfErrorsOfWhichMostAreLostFailsByItsFirst() {
    nft.receiveBuffer(1);
    long before = nft.generation();

    NftException failure =
        catchThrowableOfType(
            NftException.class, () -> nft.commit(deletions(THOUSANDS), nft.generation()));

    assertThat(failure.reason()).isEqualTo(NftException.Reason.NOT_FOUND);
    assertThat(failure.operationIndex()).hasValue(0);
    assertThat(nft.generation()).isEqualTo(before);
  }

  /**
   * The smallest buffer has room for three short answers, or for one long: then that it cannot be
   * told is what is said.
   */
  @Test
  void aGoodBatchWhoseProofIsLostIsNotCalledSuccessThoughTheGenerationMoved() {
    NftOperation chain =
        new NftOperation.AddChain(NfFamily.INET, "t", NftChain.regular("c", UserData.NONE));
    long before = nft.commit(List.of(add("t"), chain), 0);
    Expression[] many = Collections.nCopies(100, Counter.ZERO).toArray(Expression[]::new);
    nft.receiveBuffer(1);

    NftException failure =
        catchThrowableOfType(
            NftException.class,
            () ->
                nft.commit(
                    List.of(new NftOperation.AddRule(NfFamily.INET, "t", NftRule.of("c", many))),
                    before));

    assertThat(failure.reason()).isEqualTo(NftException.Reason.NO_ANSWER);
    assertThat(failure).hasMessageContaining("read nf_tables to see whether it happened");
    assertThat(nft.generation()).isEqualTo(before + 1);
  }

  @Test
  void aGoodBatchIsToldFromABadOneInABufferThatThousandsOfErrorsOverflow() {
    nft.receiveBuffer(SMALL);
    long before = nft.generation();

    long after = nft.commit(additions(THOUSANDS), 0);

    assertThat(after).isEqualTo(before + 1).isEqualTo(nft.generation());
    assertThat(nft.commit(additions(1), after)).isEqualTo(after);
    assertThat(nft.commit(additions(1), 0)).isEqualTo(after);
  }

  /** What is left of an earlier batch's errors, and of their loss, is not taken for this one's. */
  @Test
  void aLossBeforeTheBatchSaysNothingAboutIt() {
    nft.receiveBuffer(SMALL);
    NftException unused =
        catchThrowableOfType(NftException.class, () -> nft.commit(deletions(THOUSANDS), 0));
    long before = nft.generation();

    assertThat(nft.commit(additions(1), before)).isEqualTo(before + 1);
  }

  @Test
  void everyCommitIsGivenTheGenerationThatItMadeThoughAnotherCommitsAllTheTime() throws Exception {
    int each = 300;
    List<Long> mine = new ArrayList<>();
    List<Long> theirs = new ArrayList<>();
    try (NfTables other = namespace.call(NfTables::open)) {
      long before = nft.generation();
      Thread thread = new Thread(() -> commitRepeatedly(other, "theirs", each, theirs));
      thread.start();
      commitRepeatedly(nft, "mine", each, mine);
      thread.join();

      List<Long> all = new ArrayList<>(mine);
      all.addAll(theirs);
      assertThat(all)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(1, 4 * each).mapToObj(i -> before + i).toList());
      assertThat(mine).isSorted();
    }
  }

  private static void commitRepeatedly(NfTables by, String name, int times, List<Long> made) {
    for (int i = 0; i < times; i++) {
      made.add(by.commit(List.of(add(name)), 0));
      made.add(by.commit(List.of(new NftOperation.DeleteTable(NfFamily.INET, name)), 0));
    }
  }

  private static List<NftOperation> deletions(int count) {
    return IntStream.range(0, count)
        .<NftOperation>mapToObj(i -> new NftOperation.DeleteTable(NfFamily.INET, "absent" + i))
        .toList();
  }

  private static List<NftOperation> additions(int count) {
    List<NftOperation> operations = new ArrayList<>(List.of(add("t")));
    for (int i = 1; i < count; i++) {
      operations.add(
          new NftOperation.AddChain(NfFamily.INET, "t", NftChain.regular("c" + i, UserData.NONE)));
    }
    return operations;
  }

  private static NftOperation add(String table) {
    return new NftOperation.AddTable(new NftTable(NfFamily.INET, table));
  }
}
