package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Align;
import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.KernelError;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageHeader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.NetlinkSocket;
import io.portcullis.netlink.nftables.codec.BatchCodec;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.SystemCallException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Requests and their answers on one socket. */
final class NftSession implements AutoCloseable {

  /** Starts at 1: what the kernel sends on its own account has 0. */
  private int sequence = 1;

  private final NetlinkSocket socket;
  private final MessageWriter writer = new MessageWriter(64 << 10);

  NftSession(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** One message of an answer: its family, and its attributes. */
  interface Answer {
    void accept(int family, AttributeReader attributes);
  }

  NetlinkSocket socket() {
    return socket;
  }

  MessageWriter writer() {
    return writer;
  }

  int sequence() {
    return sequence;
  }

  void sequence(int next) {
    sequence = next;
  }

  /**
   * Asks, and hands every message of the answer to {@code answer}.
   *
   * @return false if a dump was interrupted by a change, and must be made again
   */
  boolean ask(
      String tried,
      int type,
      int flags,
      NfFamily family,
      Consumer<MessageWriter> body,
      Answer answer) {
    socket.drain();
    int asked = sequence++;
    writer.clear();
    writer.startMessage(
        (BatchCodec.NFNL_SUBSYS_NFTABLES << 8) | type, MessageHeader.NLM_F_REQUEST | flags, asked);
    writer.netfilterHeader(family.value(), 0);
    body.accept(writer);
    writer.endMessage();
    send(tried);
    Reply reply = new Reply(tried, asked, (flags & MessageHeader.NLM_F_DUMP) != 0, answer);
    while (!reply.done) {
      int length = socket.receive();
      if (length < 0) {
        if (length == -Errno.ENOBUFS && reply.dump) {
          // A datagram was dropped, so this answer has a hole.
          reply.whole = false;
          continue;
        }
        throw new NftException(NftException.reason(-length), -length, tried);
      }
      reply.read(socket.received(), length);
    }
    return reply.whole;
  }

  void send(String tried) {
    try {
      socket.send(writer);
    } catch (SystemCallException e) {
      throw new NftException(NftException.reason(e.errno()), e.errno(), tried);
    }
  }

  @Override
  public void close() {
    socket.close();
  }

  private static final class Reply {

    private final String tried;
    private final int asked;
    private final boolean dump;
    private final Answer answer;
    private boolean done;
    private boolean whole = true;

    Reply(String tried, int asked, boolean dump, Answer answer) {
      this.tried = tried;
      this.asked = asked;
      this.dump = dump;
      this.answer = answer;
    }

    void read(ByteBuffer buffer, int length) {
      int at = 0;
      while (at < length) {
        MessageHeader header = MessageHeader.read(buffer, at, length);
        if (header.sequence() == asked) {
          message(buffer, at, header);
        }
        at += Align.up(header.length());
      }
    }

    private void message(ByteBuffer buffer, int at, MessageHeader header) {
      whole &= (header.flags() & MessageHeader.NLM_F_DUMP_INTR) == 0;
      int body = at + Align.NLMSG_HDRLEN;
      int end = at + header.length();
      if (header.type() == MessageHeader.NLMSG_ERROR) {
        done = true;
        KernelError error = KernelError.read(buffer, at, header);
        if (error.errno() != 0) {
          throw Failures.of(tried, error);
        }
      } else if (header.type() == MessageHeader.NLMSG_DONE) {
        done = true;
        if (end - body >= 4 && buffer.getInt(body) < 0) {
          int errno = -buffer.getInt(body);
          // nf_tables' dumps end with EINTR where a change came in between.
          if (errno != Errno.EINTR) {
            throw new NftException(NftException.reason(errno), errno, tried);
          }
          whole = false;
        }
      } else {
        if (end - body < 4) {
          throw new MalformedMessageException(
              "a netfilter message of " + header.length() + " bytes");
        }
        answer.accept(buffer.get(body) & 0xff, new AttributeReader(buffer, body + 4, end));
        done = !dump;
      }
    }
  }
}
