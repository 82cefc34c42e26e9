package io.portcullis.netlink.nflog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.Notification;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.UdpPair;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packets over the loopback link of an anonymous namespace, logged by rules. */
@Timeout(60)
final class NflogKernelTest {

  @AutoClose private final NetworkNamespace namespace = NetworkNamespace.create("nflog");

  NflogKernelTest() throws Exception {
    new Programs(namespace::start)
        .load(
            """
            table inet t {
              chain in {
                type filter hook input priority 0
                meta l4proto udp meta mark set 0x12345678 log prefix "seen: " group 5
              }
              chain out {
                type filter hook output priority 0
                meta l4proto udp log group 6
              }
            }
            """);
  }

  @Test
  void aPacketComesWithAllThatIsKnownOfIt() throws Exception {
    try (Subscription<LoggedPacket> in = namespace.call(() -> Nflog.open(5, 1000));
        Subscription<LoggedPacket> out = namespace.call(() -> Nflog.open(6, 24));
        UdpPair v4 = UdpPair.open(namespace, "127.0.0.1");
        UdpPair v6 = UdpPair.open(namespace, "::1")) {
      v4.send("four");
      v6.send("six");

      LoggedPacket first = next(in);
      LoggedPacket second = next(in);

      assertThat(first.group()).isEqualTo(5);
      assertThat(first.prefix()).isEqualTo("seen: ");
      assertThat(first.mark()).isEqualTo(0x12345678);
      assertThat(first.family()).isEqualTo(2);
      assertThat(first.hook()).isEqualTo(1);
      assertThat(first.protocol()).isEqualTo(0x0800);
      assertThat(first.inLink()).hasValue(1);
      assertThat(first.outLink()).isEmpty();
      assertThat(first.sequence()).hasValue(0);
      assertThat(new String(first.payload().slice(28, 32).toArray(), StandardCharsets.US_ASCII))
          .isEqualTo("four");
      assertThat(first.payload().length()).isEqualTo(32);
      assertThat(second.family()).isEqualTo(10);
      assertThat(second.protocol()).isEqualTo(0x86dd);
      assertThat(second.sequence()).hasValue(1);
      assertThat(second.payload().length()).isEqualTo(51);

      LoggedPacket sent = next(out);
      assertThat(sent.prefix()).isEmpty();
      assertThat(sent.hook()).isEqualTo(3);
      assertThat(sent.mark()).isZero();
      assertThat(sent.outLink()).hasValue(1);
      assertThat(sent.inLink()).isEmpty();
      assertThat(sent.payload()).as("cut").isEqualTo(first.payload().slice(0, 24));
    }
  }

  @Test
  void aGroupHasOneTakerUntilItIsClosed() throws Exception {
    try (Subscription<LoggedPacket> one = namespace.call(() -> Nflog.open(5, 100))) {
      NetlinkException second =
          catchThrowableOfType(
              NetlinkException.class, () -> namespace.call(() -> Nflog.open(5, 100)));
      assertThat(second.errno()).isEqualTo(Errno.EPERM);
      assertThat(second).hasMessageStartingWith("taking nflog group 5: EPERM");
      assertThat(one.poll(Duration.ZERO)).isEmpty();
    }
    namespace.call(() -> Nflog.open(5, 100)).close();
  }

  @Test
  void droppedPacketsAreToldAndTheKeptOnesStillGiven() throws Exception {
    try (Subscription<LoggedPacket> in = namespace.call(() -> Nflog.open(5, 1000));
        UdpPair udp = UdpPair.open(namespace, "127.0.0.1")) {
      in.receiveBuffer(1);
      for (int i = 0; i < 50; i++) {
        udp.send("packet " + i);
      }
      List<Notification<LoggedPacket>> all = new ArrayList<>();
      List<Notification<LoggedPacket>> polled;
      do {
        polled = in.poll(Duration.ofMillis(100));
        all.addAll(polled);
      } while (!polled.isEmpty());

      assertThat(all).contains(new Notification.Lost<>()).hasSizeBetween(2, 50);
      assertThat(all).anyMatch(Notification.Happened.class::isInstance);
    }
  }

  private static LoggedPacket next(Subscription<LoggedPacket> packets) {
    List<Notification<LoggedPacket>> polled = packets.poll(Duration.ofSeconds(10));
    assertThat(polled).hasSize(1);
    return ((Notification.Happened<LoggedPacket>) polled.get(0)).event();
  }
}
