package io.portcullis.netlink.conntrack;

import static io.portcullis.netlink.conntrack.ConntrackNumbers.*;

import io.portcullis.netlink.Exchange;
import io.portcullis.netlink.MessageHeader;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.NetlinkSocket;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.SystemCallException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tracked connections of one network namespace: that of the thread which opened this.
 *
 * <p>Every method throws {@link NetlinkException} if the kernel refuses or does not answer. Safe
 * for use by several threads, one request at a time.
 */
public final class Conntrack implements AutoCloseable {

  private static final int CT_NEW = (NFNL_SUBSYS_CTNETLINK << 8) | IPCTNL_MSG_CT_NEW;
  private static final int CT_DELETE = (NFNL_SUBSYS_CTNETLINK << 8) | IPCTNL_MSG_CT_DELETE;
  private static final int CT_GET = (NFNL_SUBSYS_CTNETLINK << 8) | IPCTNL_MSG_CT_GET;

  private final Exchange exchange;

  private Conntrack(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Opens a socket in the calling thread's network namespace. */
  public static Conntrack open() {
    try {
      return new Conntrack(new Exchange(NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER)));
    } catch (SystemCallException e) {
      throw NetlinkException.of("opening a netfilter netlink socket", e);
    }
  }

  /**
   * Connections that begin, change and end from now on, in the calling thread's network namespace.
   * By default ({@code nf_conntrack_events=2}) the kernel tells only of those that began while
   * somebody was watching.
   */
  public static Subscription<ConntrackEvent> watch() {
    return Subscription.open(
        "watching connections",
        NetlinkSocket.NETLINK_NETFILTER,
        (header, buffer, from, to) ->
            switch (header.type()) {
              case CT_NEW -> {
                ConntrackEntry entry = ConntrackCodec.decode(buffer, from, to);
                // ctnetlink_conntrack_event(): a new one has NLM_F_CREATE, an update has not.
                boolean created = (header.flags() & MessageHeader.NLM_F_CREATE) != 0;
                yield Optional.of(
                    created
                        ? new ConntrackEvent.Created(entry)
                        : new ConntrackEvent.Updated(entry));
              }
              case CT_DELETE ->
                  Optional.of(
                      new ConntrackEvent.Destroyed(ConntrackCodec.decode(buffer, from, to)));
              default -> Optional.empty();
            },
        NFNLGRP_CONNTRACK_NEW,
        NFNLGRP_CONNTRACK_UPDATE,
        NFNLGRP_CONNTRACK_DESTROY);
  }

  /**
   * The connections that a filter picks. The kernel takes no snapshot: one that begins or ends
   * meanwhile may be missing, and one may come twice while the table grows.
   */
  public synchronized List<ConntrackEntry> list(ConntrackFilter filter) {
    return exchange.dump(
        "listing connections",
        CT_GET,
        out -> ConntrackCodec.encodeFilter(out, filter),
        (header, buffer, from, to) ->
            Optional.of(ConntrackCodec.decode(buffer, from, to)).filter(filter::matches));
  }

  /** The connection with that original direction, if there is one. */
  public synchronized Optional<ConntrackEntry> get(ConntrackTuple original, int zone) {
    try {
      return exchange.get(
          "looking for a connection",
          CT_GET,
          out -> ConntrackCodec.encodeKey(out, original, zone),
          (header, buffer, from, to) -> Optional.of(ConntrackCodec.decode(buffer, from, to)));
    } catch (NetlinkException e) {
      return absent(e, Optional.empty());
    }
  }

  /**
   * Forgets a connection, so that its next packet begins another. One of the same tuples with
   * another id stays.
   *
   * @return false if it was gone already
   */
  public synchronized boolean delete(ConntrackEntry entry) {
    try {
      exchange.change(
          "deleting a connection",
          CT_DELETE,
          0,
          out -> {
            // Never without a tuple: that would delete them all.
            ConntrackCodec.encodeKey(out, entry.original(), entry.zone());
            out.putU32be(CTA_ID, entry.id());
          });
      return true;
    } catch (NetlinkException e) {
      return absent(e, false);
    }
  }

  /**
   * Has a connection be forgotten after {@code timeout}, in whole seconds, if no packet of it comes
   * before.
   *
   * @return false if it was gone already
   */
  public synchronized boolean setTimeout(ConntrackEntry entry, Duration timeout) {
    long seconds = timeout.toSeconds();
    if (seconds < 0 || seconds > 0xffffffffL) {
      throw new IllegalArgumentException("a connection's timeout of " + seconds + " seconds");
    }
    try {
      exchange.change(
          "setting a connection's timeout",
          CT_NEW,
          0,
          out -> {
            ConntrackCodec.encodeKey(out, entry.original(), entry.zone());
            out.putU32be(CTA_TIMEOUT, (int) seconds);
          });
      return true;
    } catch (NetlinkException e) {
      return absent(e, false);
    }
  }

  private static <T> T absent(NetlinkException e, T value) {
    if (e.errno() == Errno.ENOENT) {
      return value;
    }
    throw e;
  }

  @Override
  public void close() {
    exchange.close();
  }
}
