package io.portcullis.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.conntrack.Conntrack;
import io.portcullis.netlink.conntrack.ConntrackEntry;
import io.portcullis.netlink.conntrack.ConntrackFilter;
import io.portcullis.netlink.nflog.LoggedPacket;
import io.portcullis.netlink.nflog.Nflog;
import io.portcullis.netlink.nftables.events.NftEvent;
import io.portcullis.netlink.nftables.events.NftWatch;
import io.portcullis.netlink.route.InetPrefix;
import io.portcullis.netlink.route.LinkAddress;
import io.portcullis.netlink.route.LinkChange;
import io.portcullis.netlink.route.LinkEvent;
import io.portcullis.netlink.route.LinkName;
import io.portcullis.netlink.route.NamespaceRef;
import io.portcullis.netlink.route.Route;
import io.portcullis.netlink.route.Rtnetlink;
import io.portcullis.netlink.route.VethEnd;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the packages' documentation shows, run; {@code println} is a list here. */
final class TutorialKernelTest {

  private final List<Object> printed = new ArrayList<>();

  @Test
  void linksAddressesRoutesAndTheirEvents() throws Exception {
    try (NetworkNamespace node = NetworkNamespace.create("tutorial");
        NetworkNamespace namespace = NetworkNamespace.create("tutorial-pod");
        Subscription<LinkEvent> events = node.call(Rtnetlink::watch)) {
      try (Rtnetlink route = node.call(Rtnetlink::open)) {
        NamespaceRef pod = new NamespaceRef.OfThread(namespace.threadId());
        route.addVeth(VethEnd.of("pod0"), VethEnd.of("eth0").in(pod));
        int link = route.link(LinkName.of("pod0")).orElseThrow().index();
        route.change(link, new LinkChange.Up());
        InetPrefix gateway = InetPrefix.of(Bytes.of((byte) 10, (byte) 244, (byte) 1, (byte) 1));
        route.add(LinkAddress.of(link, gateway, 0));
        InetPrefix to = InetPrefix.of(Bytes.of((byte) 10, (byte) 244, (byte) 1, (byte) 2));
        route.add(Route.out(to, link));

        assertThat(route.routes(Route.RT_TABLE_MAIN)).extracting(Route::destination).contains(to);
      }
      for (Notification<LinkEvent> next : events.poll(Duration.ofSeconds(1))) {
        if (next instanceof Notification.Happened<LinkEvent> happened) {
          printed.add(happened.event());
        }
      }
      assertThat(printed).isNotEmpty();
    }
  }

  @Test
  void connectionsPacketsAndCommits() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("tutorial");
        Subscription<NftEvent> events = namespace.call(NftWatch::open);
        Subscription<LoggedPacket> packets = namespace.call(() -> Nflog.open(5, 128));
        UdpPair udp = UdpPair.open(namespace, "127.0.0.1")) {
      new Programs(namespace::start)
          .load(
              """
              table inet t {
                chain c {
                  type filter hook output priority 0
                  meta l4proto udp ct mark set 7 log prefix "no: " group 5
                }
              }
              """);
      while (printed.isEmpty()) {
        List<Notification<NftEvent>> polled = events.poll(Duration.ofSeconds(10));
        assertThat(polled).isNotEmpty();
        for (Notification<NftEvent> next : polled) {
          if (next instanceof Notification.Happened<NftEvent> happened
              && happened.event() instanceof NftEvent.NewGeneration commit) {
            printed.add(commit.processName() + " made generation " + commit.generation());
          }
        }
      }
      assertThat(printed).singleElement().asString().startsWith("Optional[nft] made generation ");
      udp.send("x");
      for (Notification<LoggedPacket> next : packets.poll(Duration.ofSeconds(1))) {
        if (next instanceof Notification.Happened<LoggedPacket> happened) {
          printed.add(happened.event().prefix() + happened.event().payload());
        }
      }
      assertThat(printed).last().asString().startsWith("no: 45");
      try (Conntrack conntrack = namespace.call(Conntrack::open)) {
        for (ConntrackEntry entry : conntrack.list(ConntrackFilter.ALL.withMark(7, 0xff))) {
          assertThat(conntrack.delete(entry)).isTrue();
        }
        assertThat(conntrack.list(ConntrackFilter.ALL.withMark(7, 0xff))).isEmpty();
      }
    }
  }
}
