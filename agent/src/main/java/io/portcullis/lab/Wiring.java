package io.portcullis.lab;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.route.InetPrefix;
import io.portcullis.netlink.route.Link;
import io.portcullis.netlink.route.LinkAddress;
import io.portcullis.netlink.route.LinkChange;
import io.portcullis.netlink.route.LinkName;
import io.portcullis.netlink.route.NamespaceRef;
import io.portcullis.netlink.route.Route;
import io.portcullis.netlink.route.Rtnetlink;
import io.portcullis.netlink.route.VethEnd;
import io.portcullis.policy.address.Address;
import java.util.HashMap;
import java.util.Map;

/**
 * Sets the links, addresses and routes of one host. Text is as {@code ip} reads it: {@code
 * 192.0.2.1/24}, or an address alone.
 *
 * <p>Every method but {@link #of} throws {@link LabException} saying on which host the kernel
 * refused what.
 */
final class Wiring implements AutoCloseable {

  private final Host host;
  private final Rtnetlink route;
  private final Map<String, Integer> indexes = new HashMap<>();

  private Wiring(Host host, Rtnetlink route) {
    this.host = host;
    this.route = route;
  }

  /** Opens a socket in the host's namespace. */
  static Wiring of(Host host) {
    try {
      return new Wiring(host, host.namespace().call(Rtnetlink::open));
    } catch (Exception e) {
      throw new LabException(host.name() + ": no route netlink", e);
    }
  }

  /** A link to another host, down at both ends. */
  Wiring veth(String name, Mac mac, Host peer, String peerName, Mac peerMac) {
    NamespaceRef there = new NamespaceRef.OfThread(peer.namespace().threadId());
    return must(
        () ->
            route.addVeth(
                VethEnd.of(name).withAddress(Bytes.of(mac.bytes())),
                VethEnd.of(peerName).withAddress(Bytes.of(peerMac.bytes())).in(there)));
  }

  /**
   * Links up. Each gets a link-local address from the kernel: without one, a router cannot ask for
   * its neighbour's hardware address (net/ipv6/ndisc.c, {@code ndisc_send_ns}).
   */
  Wiring up(String... links) {
    for (String link : links) {
      must(() -> route.change(index(link), new LinkChange.Up()));
    }
    return this;
  }

  /** One address of each family, usable at once. */
  Wiring address(String link, String v4, String v6) {
    must(() -> route.add(LinkAddress.of(index(link), prefix(v4), 0)));
    return must(() -> route.add(LinkAddress.of(index(link), prefix(v6), LinkAddress.IFA_F_NODAD)));
  }

  /** A route through a gateway. */
  Wiring via(InetPrefix to, String gateway) {
    return must(() -> route.add(Route.via(to, prefix(gateway).address())));
  }

  /** All other packets of each family through a gateway. */
  Wiring defaultVia(String v4, String v6) {
    return via(InetPrefix.ALL_V4, v4).via(InetPrefix.ALL_V6, v6);
  }

  /** Routes out of a link, in each family. */
  Wiring device(String to4, String to6, String link) {
    must(() -> route.add(Route.out(prefix(to4), index(link))));
    return must(() -> route.add(Route.out(prefix(to6), index(link))));
  }

  /** The node's side of a pod: the gateway's address, and a route to the pod. */
  Wiring pod(String link, Host pod, String gateway4, String gateway6) {
    return address(link, gateway4, gateway6).device(pod.v4().toString(), pod.v6().toString(), link);
  }

  /** Reads an address, or one with a prefix length. */
  static InetPrefix prefix(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return InetPrefix.of(Bytes.of(Address.parse(text).toBytes()));
    }
    return new InetPrefix(
        Bytes.of(Address.parse(text.substring(0, slash)).toBytes()),
        Integer.parseInt(text.substring(slash + 1)));
  }

  private int index(String link) {
    return indexes.computeIfAbsent(
        link,
        name ->
            route
                .link(LinkName.of(name))
                .map(Link::index)
                .orElseThrow(() -> new IllegalArgumentException("no link " + name)));
  }

  private Wiring must(Runnable change) {
    try {
      change.run();
      return this;
    } catch (NetlinkException | IllegalArgumentException e) {
      throw new LabException(host.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    route.close();
  }
}
