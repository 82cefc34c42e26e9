package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.MessageHeader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.codec.BatchCodec;
import io.portcullis.netlink.nftables.codec.ObjectAttributes;
import io.portcullis.netlink.sys.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every combination of answers that a kernel, old or new, can give about a batch. */
final class BatchAnswersTest {

  private static final int FIRST = 7;
  private static final int ECHO = 8;
  private static final int LAST = 10;

  private final BatchAnswers answers = new BatchAnswers(FIRST, ECHO, LAST);

  @Test
  void anotherGenerationByItsOwnNotificationIsAChangeWhateverWasLost() {
    answers.lost();
    newGeneration(ECHO, 0x8000_0001);

    assertThat(answers.fate()).isEqualTo(BatchAnswers.Fate.CHANGED);
    assertThat(answers.generation()).hasValue(0x8000_0001L);
  }

  @Test
  void theGenerationAfterTheLastIsTheFirstBecauseTheKernelSaysSo() {
    newGeneration(ECHO, 1);
    error(LAST, 0);

    assertThat(answers.fate()).isEqualTo(BatchAnswers.Fate.CHANGED);
    assertThat(answers.generation()).hasValue(1);
  }

  @Test
  void somebodyElsesGenerationProvesNothing() {
    answers.lost();
    newGeneration(0, 5);
    newGeneration(FIRST, 5);
    newGeneration(FIRST - 1, 5);
    newGeneration(LAST, 5);

    assertThat(answers.fate()).isEqualTo(BatchAnswers.Fate.UNKNOWN);
  }

  @Test
  void anAcknowledgedEndWithoutANewGenerationChangedNothing() {
    error(LAST, 0);

    assertThat(answers.fate()).isEqualTo(BatchAnswers.Fate.UNCHANGED);
  }

  @Test
  void anAcknowledgedEndIsSuccessThoughItsGenerationWasLost() {
    answers.lost();
    error(LAST, 0);

    assertThat(answers.fate()).isEqualTo(BatchAnswers.Fate.DONE);
  }

  @Test
  void noWordAtAllIsSuccessOnlyIfNothingWasLost() {
    assertThat(answers.fate()).isEqualTo(BatchAnswers.Fate.DONE);

    answers.lost();

    assertThat(answers.fate()).isEqualTo(BatchAnswers.Fate.UNKNOWN);
  }

  @Test
  void theFirstErrorAboutThisBatchIsKept() {
    error(FIRST - 1, Errno.EPERM);
    error(LAST + 1, Errno.EPERM);
    assertThat(answers.error()).isEmpty();

    answers.lost();
    error(9, Errno.ENOENT);
    error(9, Errno.EEXIST);

    assertThat(answers.error()).hasValueSatisfying(e -> assertThat(e.errno()).isEqualTo(2));
  }

  @Test
  void anAcknowledgementOfAnotherMessageIsNotThatOfTheEnd() {
    answers.lost();
    error(FIRST, 0);
    error(9, 0);

    assertThat(answers.fate()).isEqualTo(BatchAnswers.Fate.UNKNOWN);
  }

  @Test
  void sequencesThatWrapAreStillThisBatchs() {
    BatchAnswers wrapping =
        new BatchAnswers(Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE + 1);
    MessageWriter out = new MessageWriter(256);
    error(out, Integer.MIN_VALUE, Errno.ENOENT);
    wrapping.read(out.buffer(), out.position());

    assertThat(wrapping.error()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5, 5",
    "5, 5, 5",
    "5, 6, 6",
    "5, 9, 6",
    "4294967295, 4294967295, 4294967295",
    "4294967295, 1, 1",
    "4294967295, 3, 1",
    "2147483647, 2147483648, 2147483648"
  })
  void onAnOldKernelTheGenerationIsTheNextOneIfItMoved(long meant, long now, long expected) {
    assertThat(Commit.afterwards(meant, now)).isEqualTo(expected);
  }

  private void newGeneration(int sequence, int generation) {
    MessageWriter out = new MessageWriter(256);
    int type = (BatchCodec.NFNL_SUBSYS_NFTABLES << 8) | ObjectAttributes.NFT_MSG_NEWGEN;
    out.startMessage(type, 0, sequence);
    out.netfilterHeader(0, generation & 0xffff);
    out.putU32be(ObjectAttributes.NFTA_GEN_ID, generation);
    out.endMessage();
    answers.read(out.buffer(), out.position());
  }

  private void error(int sequence, int errno) {
    MessageWriter out = new MessageWriter(256);
    error(out, sequence, errno);
    answers.read(out.buffer(), out.position());
  }

  /** struct nlmsgerr, capped: the number, then the header of the message it is about. */
  private static void error(MessageWriter out, int sequence, int errno) {
    ByteBuffer body = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
    body.putInt(-errno).putInt(16).putInt(0).putInt(sequence).putInt(0);
    out.startMessage(MessageHeader.NLMSG_ERROR, MessageHeader.NLM_F_CAPPED, sequence);
    out.putEncoded(body.array());
    out.endMessage();
  }
}
