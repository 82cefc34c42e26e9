package io.portcullis.netlink.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.Notification;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.UdpPair;
import io.portcullis.netlink.conntrack.ConntrackTuple.Layer4;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections over the loopback link of an anonymous namespace. */
@Timeout(60)
final class ConntrackKernelTest {

  private static final Bytes V4 = Bytes.ofHex("7f000001");
  private static final int UDP = 17;
  private static final int MARK4 = 0x1104;
  private static final int MARK6 = 0x1206;

  @AutoClose private final NetworkNamespace namespace = NetworkNamespace.create("conntrack");
  @AutoClose private final Conntrack conntrack;

  ConntrackKernelTest() throws Exception {
    conntrack = namespace.call(Conntrack::open);
    new Programs(namespace::start)
        .load(
            """
            table inet t {
              chain pre {
                type filter hook output priority -300
                meta nfproto ipv6 ct zone set 7
              }
              chain c {
                type filter hook output priority 0
                meta nfproto ipv4 meta l4proto udp ct mark set 0x1104
                meta nfproto ipv6 meta l4proto udp ct mark set 0x1206
              }
            }
            """);
    Path unused =
        namespace.call(
            () -> Files.writeString(Path.of("/proc/sys/net/netfilter/nf_conntrack_acct"), "1"));
  }

  @Test
  void aConnectionIsReadWholeInBothFamilies() throws Exception {
    for (String address : List.of("127.0.0.1", "::1")) {
      try (UdpPair udp = UdpPair.open(namespace, address)) {
        udp.send("1234567890");
        udp.answer("12345");
        Bytes loopback = Bytes.of(InetAddress.getByName(address).getAddress());
        ConntrackTuple original =
            new ConntrackTuple(loopback, loopback, UDP, new Layer4.Ports(udp.from(), udp.to()), 0);
        int zone = address.contains(":") ? 7 : 0;
        int headers = (address.contains(":") ? 40 : 20) + 8;

        ConntrackEntry entry = conntrack.get(original, zone).orElseThrow();

        assertThat(entry.original()).isEqualTo(original);
        assertThat(entry.reply())
            .isEqualTo(
                new ConntrackTuple(
                    loopback, loopback, UDP, new Layer4.Ports(udp.to(), udp.from()), 0));
        assertThat(entry.mark()).isEqualTo(zone == 0 ? MARK4 : MARK6);
        assertThat(entry.zone()).isEqualTo(zone);
        assertThat(entry.timeout().getAsLong()).isBetween(1L, 120L);
        int seen = ConntrackEntry.IPS_SEEN_REPLY | ConntrackEntry.IPS_CONFIRMED;
        assertThat(entry.status() & (seen | ConntrackEntry.IPS_SRC_NAT)).isEqualTo(seen);
        assertThat(entry.originalCounters()).contains(new ConntrackEntry.Counters(1, headers + 10));
        assertThat(entry.replyCounters()).contains(new ConntrackEntry.Counters(1, headers + 5));
        assertThat(entry.tcpState()).isEmpty();
        assertThat(conntrack.list(ConntrackFilter.ALL))
            .extracting(ConntrackEntry::id)
            .contains(entry.id());
      }
    }
  }

  @Test
  void tcpHasAState() throws Exception {
    UdpPair.open(namespace, "127.0.0.1").close();
    try (ServerSocket server =
            namespace.call(() -> new ServerSocket(0, 1, InetAddress.getByAddress(V4.toArray())));
        Socket client =
            namespace.call(
                () -> new Socket(InetAddress.getByAddress(V4.toArray()), server.getLocalPort()));
        Socket accepted = server.accept()) {
      assertThat(accepted.isConnected()).isTrue();
      assertThat(conntrack.list(ConntrackFilter.ALL))
          .filteredOn(entry -> entry.original().layer4().equals(ports(client)))
          .singleElement()
          .matches(entry -> entry.tcpState().equals(java.util.Optional.of(TcpState.ESTABLISHED)));
    }
  }

  @Test
  void aFilterPicksByFamilyMarkAndZone() throws Exception {
    try (UdpPair v4 = UdpPair.open(namespace, "127.0.0.1");
        UdpPair v6 = UdpPair.open(namespace, "::1")) {
      v4.send("a");
      v6.send("b");
      assertThat(marks(ConntrackFilter.ALL)).containsExactlyInAnyOrder(MARK4, MARK6);
      assertThat(marks(ConntrackFilter.ALL.withFamily(NfFamily.IPV4))).containsExactly(MARK4);
      assertThat(marks(ConntrackFilter.ALL.withFamily(NfFamily.IPV6))).containsExactly(MARK6);
      assertThat(marks(ConntrackFilter.ALL.withMark(MARK6, -1))).containsExactly(MARK6);
      assertThat(marks(ConntrackFilter.ALL.withMark(0x06, 0xff))).containsExactly(MARK6);
      assertThat(marks(ConntrackFilter.ALL.withMark(0x1000, 0xf000)))
          .containsExactlyInAnyOrder(MARK4, MARK6);
      assertThat(marks(ConntrackFilter.ALL.withMark(0x7000_0000, -1))).isEmpty();
      assertThat(marks(ConntrackFilter.ALL.withZone(7))).containsExactly(MARK6);
      assertThat(marks(ConntrackFilter.ALL.withZone(0))).containsExactly(MARK4);
      assertThatThrownBy(() -> ConntrackFilter.ALL.withFamily(NfFamily.INET))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aTimeoutIsSetAndAConnectionDeletedOnce() throws Exception {
    try (UdpPair udp = UdpPair.open(namespace, "127.0.0.1");
        UdpPair other = UdpPair.open(namespace, "127.0.0.1")) {
      udp.send("a");
      other.send("b");
      ConntrackEntry entry = only(udp);

      assertThat(conntrack.delete(withAnotherId(entry))).isFalse();
      assertThat(conntrack.setTimeout(entry, Duration.ofSeconds(4000))).isTrue();
      assertThat(only(udp).timeout().getAsLong()).isBetween(3900L, 4000L);

      assertThat(conntrack.delete(entry)).isTrue();
      assertThat(conntrack.delete(entry)).isFalse();
      assertThat(conntrack.setTimeout(entry, Duration.ofSeconds(1))).isFalse();
      assertThat(conntrack.get(entry.original(), 0)).isEmpty();
      assertThat(only(other).id()).isNotEqualTo(entry.id());
    }
  }

  @Test
  void beginningChangeAndEndAreTold() throws Exception {
    try (Subscription<ConntrackEvent> events = namespace.call(Conntrack::watch);
        UdpPair udp = UdpPair.open(namespace, "127.0.0.1")) {
      udp.send("a");
      udp.answer("b");
      ConntrackEntry entry = only(udp);
      assertThat(conntrack.delete(entry)).isTrue();

      List<String> seen = new ArrayList<>();
      while (!seen.contains("Destroyed")) {
        List<Notification<ConntrackEvent>> polled = events.poll(Duration.ofSeconds(10));
        assertThat(polled).as("after %s", seen).isNotEmpty();
        for (Notification<ConntrackEvent> next : polled) {
          ConntrackEvent event = ((Notification.Happened<ConntrackEvent>) next).event();
          if (id(event) == entry.id()) {
            seen.add(event.getClass().getSimpleName());
          }
        }
      }
      assertThat(seen).startsWith("Created").contains("Updated").endsWith("Destroyed");
    }
  }

  private ConntrackEntry only(UdpPair udp) {
    ConntrackTuple original =
        new ConntrackTuple(V4, V4, UDP, new Layer4.Ports(udp.from(), udp.to()), 0);
    return conntrack.get(original, 0).orElseThrow();
  }

  private static ConntrackEntry withAnotherId(ConntrackEntry entry) {
    return new ConntrackEntry(
        entry.original(),
        entry.reply(),
        entry.status(),
        entry.timeout(),
        entry.mark(),
        entry.zone(),
        entry.id() + 1,
        entry.tcpState(),
        entry.originalCounters(),
        entry.replyCounters());
  }

  private List<Integer> marks(ConntrackFilter filter) {
    return conntrack.list(filter).stream()
        .filter(entry -> entry.original().protocol() == UDP)
        .map(ConntrackEntry::mark)
        .toList();
  }

  private static int id(ConntrackEvent event) {
    if (event instanceof ConntrackEvent.Created created) {
      return created.entry().id();
    }
    return event instanceof ConntrackEvent.Updated updated
        ? updated.entry().id()
        : ((ConntrackEvent.Destroyed) event).entry().id();
  }

  private static Layer4 ports(Socket socket) {
    return new Layer4.Ports(socket.getLocalPort(), socket.getPort());
  }
}
