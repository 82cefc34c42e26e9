package io.portcullis.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.NetlinkDescriptor;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the kernel's acknowledgements carry, and how strictly it reads requests. */
final class AcknowledgementKernelTest {

  private static final int RTM_NEWLINK = 16;
  private static final int RTM_GETLINK = 18;
  private static final int RTM_GETADDR = 22;
  private static final int IFINFOMSG = 16;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_IFALIAS = 20;
  private static final int LONG = 200;

  @AutoClose private final NetworkNamespace namespace = NetworkNamespace.create("acknowledgements");

  /** nlmsghdr, error number, and the header alone of the message that it is about. */
  @Test
  void anAcknowledgementDoesNotCarryTheWholeMessage() throws Exception {
    try (NetlinkSocket socket =
        namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE))) {
      socket.send(request(MessageHeader.NLM_F_ACK, AcknowledgementKernelTest::loopbackAlias));

      int length = socket.receive();

      MessageHeader header = MessageHeader.read(socket.received(), 0, length);
      assertThat(header.type()).isEqualTo(MessageHeader.NLMSG_ERROR);
      assertThat(header.flags() & MessageHeader.NLM_F_CAPPED).isNotZero();
      assertThat(length).isEqualTo(16 + 4 + 16);
      KernelError read = KernelError.read(socket.received(), 0, header);
      assertThat(read).isEqualTo(new KernelError(0, 7, none(), noInt(), noInt()));
    }
  }

  @Test
  void whatTheKernelHasToSayComesAfterTheCappedMessage() throws Exception {
    try (NetlinkSocket socket =
        namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE))) {
      socket.send(request(0, AcknowledgementKernelTest::badMtu));

      int length = socket.receive();

      MessageHeader header = MessageHeader.read(socket.received(), 0, length);
      assertThat(header.flags() & MessageHeader.NLM_F_CAPPED).isNotZero();
      assertWhatIsWrong(KernelError.read(socket.received(), 0, header));
    }
  }

  /** A kernel that caps nothing, or a socket that did not ask for it, gives back the request. */
  @Test
  void whatTheKernelHasToSayComesAfterTheWholeMessage() throws Exception {
    try (NetlinkDescriptor descriptor =
        namespace.call(() -> NetlinkDescriptor.open(NetlinkSocket.NETLINK_ROUTE))) {
      assertThat(descriptor.setOption(270, 11, 1)).as("NETLINK_EXT_ACK").isZero();
      MessageWriter out = request(0, AcknowledgementKernelTest::badMtu);
      assertThat(descriptor.send(out.buffer(), out.position())).isEqualTo(out.position());
      ByteBuffer received = ByteBuffer.allocateDirect(4096).order(ByteOrder.nativeOrder());

      int length = descriptor.receive(received, 0);

      assertThat(length).isGreaterThan(16 + 4 + out.position());
      MessageHeader header = MessageHeader.read(received, 0, length);
      assertThat(header.flags() & MessageHeader.NLM_F_CAPPED).isZero();
      assertWhatIsWrong(KernelError.read(received, 0, header));
    }
  }

  /** NLMSG_NOOP, of which the kernel does nothing, and says nothing unless asked to. */
  @Test
  void noAnswerIsSaidToBeNone() throws Exception {
    try (Exchange exchange = exchange()) {
      exchange.socket().receiveTimeout(Duration.ofMillis(20));

      assertThatThrownBy(
              () -> exchange.ask("doing nothing", 1, 0, out -> {}, (header, in, from, to) -> {}))
          .isInstanceOfSatisfying(
              NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN))
          .hasMessage("doing nothing: the kernel did not answer in time");
    }
  }

  @Test
  void aStrictKernelRefusesWhatItDoesNotKnowAndALaxOnePassesOverIt() throws Exception {
    try (Exchange lax = exchange();
        Exchange strict = exchange()) {
      assertThat(strict.socket().strictChecking()).isTrue();

      assertThat(links(lax)).hasSize(1);
      assertThatThrownBy(() -> links(strict))
          .isInstanceOfSatisfying(
              NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL))
          .hasMessageContaining("the kernel says: ");
    }
  }

  @Test
  void aStrictKernelFiltersByWhatItIsAskedFor() throws Exception {
    try (Exchange lax = exchange();
        Exchange strict = exchange()) {
      assertThat(strict.socket().strictChecking()).isTrue();

      // There is no address on link 1 while it is down; a lax kernel does not look at the index.
      assertThat(addressesOf(lax, 4711)).isEmpty();
      assertThatThrownBy(() -> addressesOf(strict, 4711))
          .isInstanceOfSatisfying(
              NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
    }
  }

  private static void assertWhatIsWrong(KernelError error) {
    assertThat(error.errno()).isEqualTo(Errno.EINVAL);
    assertThat(error.sequence()).isEqualTo(7);
    assertThat(error.text()).hasValueSatisfying(text -> assertThat(text).contains("mtu"));
  }

  private static MessageWriter request(int flags, Consumer<MessageWriter> body) {
    MessageWriter out = new MessageWriter(1024);
    out.startMessage(RTM_NEWLINK, MessageHeader.NLM_F_REQUEST | flags, 7);
    out.putEncoded(index(1));
    body.accept(out);
    out.endMessage();
    return out;
  }

  private static void loopbackAlias(MessageWriter out) {
    out.putString(IFLA_IFALIAS, "x".repeat(LONG));
  }

  private static void badMtu(MessageWriter out) {
    loopbackAlias(out);
    out.putU32(IFLA_MTU, -1);
  }

  private static byte[] index(int link) {
    ByteBuffer header = ByteBuffer.allocate(IFINFOMSG).order(ByteOrder.nativeOrder());
    header.putInt(4, link);
    return header.array();
  }

  /** With a name, by which no dump can be filtered. */
  private static List<Integer> links(Exchange exchange) {
    return exchange.dump(
        "listing links",
        RTM_GETLINK,
        out -> {
          out.putEncoded(new byte[IFINFOMSG]);
          out.putString(IFLA_IFNAME, "no-such-link");
        },
        (header, buffer, from, to) -> Optional.of(buffer.getInt(from + 4)));
  }

  /** struct ifaddrmsg: the index is its last four bytes. */
  private static List<Integer> addressesOf(Exchange exchange, int link) {
    return new ArrayList<>(
        exchange.dump(
            "listing addresses",
            RTM_GETADDR,
            out ->
                out.putEncoded(
                    ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(4, link).array()),
            (header, buffer, from, to) -> Optional.of(buffer.getInt(from + 4))));
  }

  private Exchange exchange() throws Exception {
    return new Exchange(namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE)));
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static java.util.OptionalInt noInt() {
    return java.util.OptionalInt.empty();
  }
}
