package io.portcullis.netlink.route;

import static io.portcullis.netlink.route.RouteNumbers.*;

import io.portcullis.netlink.Exchange;
import io.portcullis.netlink.MessageHeader;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.NetlinkSocket;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.SystemCallException;
import java.util.List;
import java.util.Optional;

/**
 * Links, addresses and routes of one network namespace: that of the thread which opened this.
 *
 * <p>Every method throws {@link NetlinkException} if the kernel refuses or does not answer. Safe
 * for use by several threads, one request at a time.
 */
public final class Rtnetlink implements AutoCloseable {

  private static final int CREATE = MessageHeader.NLM_F_CREATE | MessageHeader.NLM_F_EXCL;

  private final Exchange exchange;
  private final boolean strict;

  private Rtnetlink(Exchange exchange, boolean strict) {
    this.exchange = exchange;
    this.strict = strict;
  }

  /** Opens a socket in the calling thread's network namespace. */
  public static Rtnetlink open() {
    try {
      NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE);
      return new Rtnetlink(new Exchange(socket), socket.strictChecking());
    } catch (SystemCallException e) {
      throw NetlinkException.of("opening a route netlink socket", e);
    }
  }

  /** Links and addresses that change from now on, by a socket of the calling thread's namespace. */
  public static Subscription<LinkEvent> watch() {
    return Subscription.open(
        "watching links and addresses",
        NetlinkSocket.NETLINK_ROUTE,
        EventCodec::decode,
        RTNLGRP_LINK,
        RTNLGRP_IPV4_IFADDR,
        RTNLGRP_IPV6_IFADDR);
  }

  /** All links, in the kernel's order. */
  public synchronized List<Link> links() {
    return exchange.dump(
        "listing links",
        RTM_GETLINK,
        out -> LinkCodec.header(out, 0, 0, 0),
        (header, buffer, from, to) -> LinkCodec.decode(buffer, from, to));
  }

  /** All queueing disciplines of all links, but for those that a kernel does not list. */
  public synchronized List<Qdisc> qdiscs() {
    return exchange.dump(
        "listing queueing disciplines",
        RTM_GETQDISC,
        QdiscCodec::request,
        (header, buffer, from, to) -> QdiscCodec.decode(buffer, from, to));
  }

  /** The link of that name, if there is one. */
  public synchronized Optional<Link> link(LinkName name) {
    try {
      return exchange.get(
          "looking for link " + name,
          RTM_GETLINK,
          out -> {
            LinkCodec.header(out, 0, 0, 0);
            out.putBytes(IFLA_IFNAME, name.bytes());
          },
          (header, buffer, from, to) -> LinkCodec.decode(buffer, from, to));
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENODEV) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** All addresses of all links. */
  public synchronized List<LinkAddress> addresses() {
    return exchange.dump(
        "listing addresses",
        RTM_GETADDR,
        out -> AddressCodec.request(out, 0),
        (header, buffer, from, to) -> AddressCodec.decode(buffer, from, to));
  }

  /** The routes of one table, such as {@link Route#RT_TABLE_MAIN}; none if there is no such one. */
  public synchronized List<Route> routes(int table) {
    try {
      return exchange.dump(
          "listing the routes of table " + table,
          RTM_GETROUTE,
          out -> RouteCodec.request(out, table, strict),
          (header, buffer, from, to) ->
              RouteCodec.decode(buffer, from, to).filter(route -> route.table() == table));
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENOENT) {
        return List.of();
      }
      throw e;
    }
  }

  /** Makes a veth; its ends may be in different namespaces. */
  public synchronized void addVeth(VethEnd here, VethEnd there) {
    exchange.change(
        "adding veth " + here.name() + " with peer " + there.name(),
        RTM_NEWLINK,
        CREATE,
        out -> LinkCodec.encodeVeth(out, here, there));
  }

  /**
   * Changes a link, all at once or not at all as far as the kernel sees to that.
   *
   * @param index of the link
   */
  public synchronized void change(int index, LinkChange... changes) {
    exchange.change(
        "changing link " + index,
        RTM_NEWLINK,
        0,
        out -> LinkCodec.encodeChanges(out, index, List.of(changes)));
  }

  /** Deletes a link, and with it a veth's other end. */
  public synchronized void deleteLink(int index) {
    if (index <= 0) {
      throw new IllegalArgumentException("no link has index " + index);
    }
    exchange.change(
        "deleting link " + index, RTM_DELLINK, 0, out -> LinkCodec.header(out, index, 0, 0));
  }

  /** Adds an address that the link does not have yet. */
  public void add(LinkAddress address) {
    add(Kind.ADDRESS, address);
  }

  /** Deletes an address. */
  public void delete(LinkAddress address) {
    delete(Kind.ADDRESS, address);
  }

  /** Adds a route that is not there yet. */
  public void add(Route route) {
    add(Kind.ROUTE, route);
  }

  /** Deletes a route. */
  public void delete(Route route) {
    delete(Kind.ROUTE, route);
  }

  /** The rules that choose tables for packets, of both families, each in the order they apply. */
  public synchronized List<RoutingRule> rules() {
    return exchange.dump(
        "listing routing rules",
        RTM_GETRULE,
        out -> RuleCodec.request(out, AF_UNSPEC),
        (header, buffer, from, to) -> RuleCodec.decode(buffer, from, to));
  }

  /** Adds a rule that is not there yet. */
  public void add(RoutingRule rule) {
    add(Kind.RULE, rule);
  }

  /** Deletes a rule: the first that is all of this. */
  public void delete(RoutingRule rule) {
    delete(Kind.RULE, rule);
  }

  private synchronized <T> void add(Kind<T> kind, T value) {
    exchange.change(
        "adding " + kind.name().apply(value),
        kind.added(),
        CREATE,
        out -> kind.encoder().accept(out, value));
  }

  private synchronized <T> void delete(Kind<T> kind, T value) {
    exchange.change(
        "deleting " + kind.name().apply(value),
        kind.deleted(),
        0,
        out -> kind.encoder().accept(out, value));
  }

  @Override
  public void close() {
    exchange.close();
  }
}
