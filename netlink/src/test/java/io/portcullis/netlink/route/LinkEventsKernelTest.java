package io.portcullis.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.Notification;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.netlink.sys.SystemCallException;
import io.portcullis.testsupport.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Links and addresses, watched while they change. */
@Timeout(60)
final class LinkEventsKernelTest {

  private static final InetPrefix ADDRESS = new InetPrefix(Bytes.ofHex("c0000207"), 24);

  @AutoClose private final NetworkNamespace namespace = NetworkNamespace.create("link-events");
  @AutoClose private final Rtnetlink route;
  @AutoClose private final Subscription<LinkEvent> events;

  LinkEventsKernelTest() throws Exception {
    route = namespace.call(Rtnetlink::open);
    events = namespace.call(Rtnetlink::watch);
  }

  @Test
  void linksAndAddressesComeAndGo() {
    route.addVeth(VethEnd.of("a"), VethEnd.of("b"));
    int index = route.link(LinkName.of("a")).orElseThrow().index();
    LinkAddress address = LinkAddress.of(index, ADDRESS, 0);
    route.add(address);
    route.change(index, new LinkChange.Rename(LinkName.of("c")));
    route.delete(address);
    route.deleteLink(index);

    List<LinkEvent> seen = allUntilTheLastIsGone();

    assertThat(names(seen, LinkEvent.LinkChanged.class)).contains("a", "b", "c");
    assertThat(names(seen, LinkEvent.LinkDeleted.class)).containsExactlyInAnyOrder("b", "c");
    assertThat(seen)
        .filteredOn(LinkEvent.AddressChanged.class::isInstance)
        .map(event -> ((LinkEvent.AddressChanged) event).address().local())
        .contains(ADDRESS);
    assertThat(seen)
        .filteredOn(LinkEvent.AddressDeleted.class::isInstance)
        .map(event -> ((LinkEvent.AddressDeleted) event).address().local())
        .contains(ADDRESS);
  }

  /** Linux says that a bridge has lost a port with the very message that says a link is gone. */
  @Test
  void aLinkThatLeavesABridgeIsNotGone() throws Exception {
    Programs programs = new Programs(namespace::start);
    String unused =
        programs.feed(
            "ip",
            """
            link add br0 type bridge
            link add ve0 type veth peer name ve1
            link set ve0 master br0
            link set ve0 nomaster
            link del ve1
            """,
            "-batch",
            "-");

    assertThat(names(allUntilTheLastIsGone(), LinkEvent.LinkDeleted.class))
        .containsExactlyInAnyOrder("ve0", "ve1");
  }

  @Test
  void whatDoesNotFitIsToldAsALossAndNothingStaleFollows() {
    events.receiveBuffer(1);
    route.addVeth(VethEnd.of("a"), VethEnd.of("b"));
    int index = route.link(LinkName.of("a")).orElseThrow().index();
    for (int i = 0; i < 100; i++) {
      route.change(index, new LinkChange.Mtu(1400 + i));
    }

    assertThat(events.poll(Duration.ZERO)).containsExactly(new Notification.Lost<>());
    assertThat(events.poll(Duration.ZERO)).isEmpty();
    route.change(index, new LinkChange.Mtu(1300));
    assertThat(events.poll(Duration.ofSeconds(10)))
        .singleElement()
        .isInstanceOfSatisfying(
            Notification.Happened.class,
            happened ->
                assertThat(happened.event())
                    .isInstanceOfSatisfying(
                        LinkEvent.LinkChanged.class,
                        changed -> assertThat(changed.link().mtu()).isEqualTo(1300)));
  }

  @Test
  void withoutEventsPollReturnsEmpty() {
    assertThat(events.poll(Duration.ofMillis(1))).isEmpty();
    events.close();
    assertThatThrownBy(() -> events.poll(Duration.ofSeconds(30)))
        .isInstanceOf(SystemCallException.class);
  }

  private List<LinkEvent> allUntilTheLastIsGone() {
    List<LinkEvent> seen = new ArrayList<>();
    while (names(seen, LinkEvent.LinkDeleted.class).size() < 2) {
      List<Notification<LinkEvent>> polled = events.poll(Duration.ofSeconds(10));
      assertThat(polled).as("after %s", seen).isNotEmpty();
      for (Notification<LinkEvent> next : polled) {
        assertThat(next).isInstanceOf(Notification.Happened.class);
        seen.add(((Notification.Happened<LinkEvent>) next).event());
      }
    }
    assertThat(events.poll(Duration.ZERO)).isEmpty();
    return seen;
  }

  private static List<String> names(List<LinkEvent> seen, Class<? extends LinkEvent> kind) {
    return seen.stream()
        .filter(kind::isInstance)
        .map(
            event ->
                event instanceof LinkEvent.LinkChanged changed
                    ? changed.link().name().toString()
                    : ((LinkEvent.LinkDeleted) event).link().name().toString())
        .toList();
  }
}
