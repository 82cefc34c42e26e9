package io.portcullis.netlink;

import io.portcullis.netlink.sys.Errno;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The answer to one request, read datagram by datagram. */
final class Reply {

  private final String tried;
  private final int asked;
  private final boolean dump;
  private final boolean acknowledged;
  private final Exchange.Refusal refusal;
  private final Exchange.Answer answer;
  private boolean done;
  private boolean whole = true;

  Reply(String tried, int asked, int flags, Exchange.Refusal refusal, Exchange.Answer answer) {
    this.tried = tried;
    this.asked = asked;
    this.dump = (flags & MessageHeader.NLM_F_DUMP) == MessageHeader.NLM_F_DUMP;
    this.acknowledged = (flags & MessageHeader.NLM_F_ACK) != 0;
    this.refusal = refusal;
    this.answer = answer;
  }

  /** True once the answer has ended. */
  boolean done() {
    return done;
  }

  /** False if something is missing in it. */
  boolean whole() {
    return whole;
  }

  boolean isDump() {
    return dump;
  }

  /** Says that the kernel dropped a datagram. */
  void lost() {
    whole = false;
  }

  /** Reads a datagram; false if nothing in it is about what was asked. */
  boolean read(ByteBuffer buffer, int length) {
    boolean heard = false;
    int at = 0;
    while (at < length && !done) {
      MessageHeader header = MessageHeader.read(buffer, at, length);
      if (header.sequence() == asked) {
        heard = true;
        message(buffer, at, header);
      }
      at += Align.up(header.length());
    }
    return heard;
  }

  private void message(ByteBuffer buffer, int at, MessageHeader header) {
    whole &= !dump || (header.flags() & MessageHeader.NLM_F_DUMP_INTR) == 0;
    int body = at + Align.NLMSG_HDRLEN;
    int end = at + header.length();
    if (header.type() == MessageHeader.NLMSG_ERROR) {
      done = true;
      KernelError error = KernelError.read(buffer, at, header);
      if (error.errno() != 0) {
        throw refusal.of(tried, error.errno(), Optional.of(error));
      }
    } else if (header.type() == MessageHeader.NLMSG_DONE) {
      done = true;
      end(KernelError.readDone(buffer, at, header));
    } else {
      answer.accept(header, buffer, body, end);
      done = !dump && !acknowledged;
    }
  }

  /** nf_tables' dumps end with EINTR where a change came in between. */
  private void end(KernelError error) {
    if (error.errno() != 0 && error.errno() != Errno.EINTR) {
      throw refusal.of(tried, error.errno(), Optional.of(error));
    }
    whole &= error.errno() == 0;
  }
}
