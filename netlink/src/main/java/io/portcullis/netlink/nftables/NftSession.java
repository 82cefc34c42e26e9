package io.portcullis.netlink.nftables;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Exchange;
import io.portcullis.netlink.KernelError;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.NetlinkSocket;
import io.portcullis.netlink.nftables.codec.BatchCodec;
import io.portcullis.netlink.sys.SystemCallException;
import java.util.Optional;
import java.util.function.Consumer;

/** Requests and their answers on one socket. */
final class NftSession implements AutoCloseable {

  private final NetlinkSocket socket;
  private final Exchange exchange;
  private final MessageWriter writer = new MessageWriter(64 << 10);

  NftSession(NetlinkSocket socket) {
    this.socket = socket;
    this.exchange = new Exchange(socket, NftSession::refusal);
  }

  private static NftException refusal(String tried, int errno, Optional<KernelError> error) {
    return error
        .map(known -> Failures.of(tried, known))
        .orElseGet(() -> new NftException(NftException.reason(errno), errno, tried));
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
    return exchange.sequence();
  }

  void sequence(int next) {
    exchange.sequence(next);
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
    return exchange.ask(
        tried,
        (BatchCodec.NFNL_SUBSYS_NFTABLES << 8) | type,
        flags,
        out -> {
          out.netfilterHeader(family.value(), 0);
          body.accept(out);
        },
        (header, buffer, from, to) -> {
          if (to - from < 4) {
            throw new MalformedMessageException(
                "a netfilter message of " + header.length() + " bytes");
          }
          answer.accept(buffer.get(from) & 0xff, new AttributeReader(buffer, from + 4, to));
        });
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
}
