package io.portcullis.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.LibC;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Links, addresses and routes of anonymous namespaces, made here and read by {@code ip} as well.
 */
final class RtnetlinkKernelTest {

  private static final Bytes MAC = Bytes.ofHex("020000000001");
  private static final Bytes PEER_MAC = Bytes.ofHex("020000000002");

  @AutoClose private final NetworkNamespace namespace = NetworkNamespace.create("route");
  @AutoClose private final NetworkNamespace other = NetworkNamespace.create("route-peer");
  @AutoClose private final Rtnetlink route;
  @AutoClose private final Rtnetlink there;
  private final Programs programs;

  RtnetlinkKernelTest() throws Exception {
    route = namespace.call(Rtnetlink::open);
    there = other.call(Rtnetlink::open);
    programs = new Programs(namespace::start);
  }

  @Test
  void aVethWithItsPeerInAThreadsNamespace() {
    NamespaceRef peer = new NamespaceRef.OfThread(other.threadId());

    route.addVeth(
        VethEnd.of("here").withAddress(MAC), VethEnd.of("there").withAddress(PEER_MAC).in(peer));

    Link here = link(route, "here");
    Link far = link(there, "there");
    assertThat(here.hardwareAddress()).isEqualTo(MAC);
    assertThat(far.hardwareAddress()).isEqualTo(PEER_MAC);
    assertThat(here.kind()).contains("veth");
    assertThat(here.lower()).hasValue(far.index());
    assertThat(here.isUp()).isFalse();
    assertThat(route.link(LinkName.of("there"))).isEmpty();
    assertThat(names(route)).containsExactlyInAnyOrder("lo", "here");

    route.deleteLink(here.index());
    assertThat(there.link(LinkName.of("there"))).isEmpty();
  }

  @Test
  void aLinkMovesToTheNamespaceOfAFile() {
    String path = "/proc/self/task/" + other.threadId() + "/ns/net";
    int descriptor = LibC.INSTANCE.open(path, 0x80000);
    assertThat(descriptor).isNotNegative();
    try {
      route.addVeth(VethEnd.of("a"), VethEnd.of("b"));
      route.change(
          link(route, "b").index(), new LinkChange.Move(new NamespaceRef.OfFile(descriptor)));
    } finally {
      LibC.INSTANCE.close(descriptor);
    }

    assertThat(names(route)).containsExactlyInAnyOrder("lo", "a");
    assertThat(names(there)).containsExactlyInAnyOrder("lo", "b");
  }

  @Test
  void aLinkIsChanged() {
    route.addVeth(VethEnd.of("a"), VethEnd.of("b"));
    int index = link(route, "a").index();

    route.change(
        index,
        new LinkChange.Rename(new LinkName(Bytes.ofHex("78ff80"))),
        new LinkChange.HardwareAddress(MAC),
        new LinkChange.Mtu(1400));
    route.change(index, new LinkChange.Up());

    Link changed = route.link(new LinkName(Bytes.ofHex("78ff80"))).orElseThrow();
    assertThat(changed.index()).isEqualTo(index);
    assertThat(changed.mtu()).isEqualTo(1400);
    assertThat(changed.hardwareAddress()).isEqualTo(MAC);
    assertThat(changed.isUp()).isTrue();
    route.change(index, new LinkChange.Down());
    assertThat(route.links()).filteredOn(Link::isUp).isEmpty();
  }

  @Test
  void addressesOfBothFamilies() throws Exception {
    route.addVeth(VethEnd.of("a"), VethEnd.of("b"));
    int index = link(route, "a").index();
    route.change(index, new LinkChange.Up());
    route.change(link(route, "b").index(), new LinkChange.Up());
    LinkAddress v4 = LinkAddress.of(index, prefix("192.0.2.7", 24), 0);
    LinkAddress v6 = LinkAddress.of(index, prefix("2001:db8::7", 64), LinkAddress.IFA_F_NODAD);

    route.add(v4);
    route.add(v6);

    assertThat(programs.feed("ip", "", "-o", "addr", "show", "dev", "a"))
        .contains("inet 192.0.2.7/24 scope global a")
        .contains("inet6 2001:db8::7/64 scope global nodad");
    assertThat(route.addresses())
        .filteredOn(address -> address.link() == index && address.scope() == 0)
        .extracting(LinkAddress::local)
        .containsExactlyInAnyOrder(v4.local(), v6.local());
    assertThat(route.addresses())
        .filteredOn(address -> address.local().equals(v6.local()))
        .allMatch(address -> (address.flags() & LinkAddress.IFA_F_TENTATIVE) == 0);
    route.delete(v4);
    route.delete(v6);
    assertThat(route.addresses())
        .extracting(LinkAddress::local)
        .doesNotContain(v4.local(), v6.local());
  }

  @Test
  void anAddressWithAPeerIsTheHostsOwn() throws Exception {
    route.addVeth(VethEnd.of("a"), VethEnd.of("b"));
    int index = link(route, "a").index();
    for (String[] ends :
        List.of(new String[] {"10.0.0.1", "10.0.0.2"}, new String[] {"fd00::1", "fd00::2"})) {
      int all = ends[0].contains(":") ? 128 : 32;
      LinkAddress address =
          new LinkAddress(index, prefix(ends[0], all), Optional.of(address(ends[1])), 0, 0);
      route.add(address);
      assertThat(route.addresses())
          .filteredOn(read -> read.link() == index && read.scope() == 0)
          .extracting(LinkAddress::local, LinkAddress::peer)
          .contains(org.assertj.core.api.Assertions.tuple(address.local(), address.peer()));
    }
  }

  @Test
  void routesByGatewayByLinkAndOnLink() throws Exception {
    route.addVeth(VethEnd.of("a"), VethEnd.of("b"));
    int index = link(route, "a").index();
    route.change(index, new LinkChange.Up());
    route.change(link(route, "b").index(), new LinkChange.Up());
    route.add(LinkAddress.of(index, prefix("192.0.2.7", 24), 0));
    route.add(LinkAddress.of(index, prefix("2001:db8::7", 64), LinkAddress.IFA_F_NODAD));
    List<Route> routes =
        List.of(
            Route.via(InetPrefix.ALL_V4, address("192.0.2.1")).withMetric(10),
            Route.via(InetPrefix.ALL_V6, address("2001:db8::1")).withMetric(10),
            Route.out(prefix("10.244.1.2", 32), index).withMetric(10),
            Route.out(prefix("fd00:244::2", 128), index).withMetric(10),
            Route.via(prefix("10.1.0.0", 16), address("169.254.1.1")).onLink(index).withMetric(10));

    routes.forEach(route::add);

    assertThat(programs.feed("ip", "", "route"))
        .contains("default via 192.0.2.1 dev a metric 10")
        .contains("10.244.1.2 dev a scope link metric 10")
        .contains("10.1.0.0/16 via 169.254.1.1 dev a metric 10 onlink");
    assertThat(programs.feed("ip", "", "-6", "route"))
        .contains("default via 2001:db8::1 dev a metric 10")
        .contains("fd00:244::2 dev a metric 10");
    List<Route> read = route.routes(Route.RT_TABLE_MAIN);
    for (Route each : routes) {
      assertThat(read)
          .filteredOn(Route::destination, each.destination())
          .filteredOn(Route::metric, 10)
          .singleElement()
          .matches(found -> found.link().orElse(0) == index)
          .matches(found -> found.gateway().equals(each.gateway()))
          .matches(found -> found.onlink() == each.onlink());
      route.delete(each);
    }
    assertThat(route.routes(Route.RT_TABLE_MAIN))
        .extracting(Route::destination)
        .doesNotContainAnyElementsOf(routes.stream().map(Route::destination).toList());
    assertThat(route.routes(4711)).isEmpty();
    assertThat(route.routes(Route.RT_TABLE_LOCAL)).isNotEmpty();
  }

  @Test
  void refusalsAreOneReadableLine() {
    route.addVeth(VethEnd.of("a"), VethEnd.of("b"));

    NetlinkException twice =
        catchThrowableOfType(
            NetlinkException.class, () -> route.addVeth(VethEnd.of("a"), VethEnd.of("c")));
    assertThat(twice.errno()).isEqualTo(Errno.EEXIST);
    assertThat(twice).hasMessageStartingWith("adding veth a with peer c: EEXIST (File exists)");
    assertThatThrownBy(() -> route.deleteLink(4711))
        .hasMessageStartingWith("deleting link 4711: ENODEV (No such device)");
    assertThatThrownBy(() -> route.add(Route.via(InetPrefix.ALL_V4, Bytes.ofHex("c0000201"))))
        .hasMessage(
            "adding a route to 0.0.0.0/0: ENETUNREACH (Network is unreachable);"
                + " the kernel says: Nexthop has invalid gateway");
  }

  private static Link link(Rtnetlink in, String name) {
    return in.link(LinkName.of(name)).orElseThrow();
  }

  private static List<String> names(Rtnetlink in) {
    return in.links().stream().map(link -> link.name().toString()).toList();
  }

  private static InetPrefix prefix(String address, int length) throws Exception {
    return new InetPrefix(address(address), length);
  }

  private static Bytes address(String text) throws Exception {
    return Bytes.of(InetAddress.getByName(text).getAddress());
  }
}
