package io.portcullis.netlink.route;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.Mutations;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Messages that are none. */
final class MalformedTest {

  private static final InetPrefix V4 = new InetPrefix(Bytes.ofHex("c0000207"), 24);
  private static final InetPrefix V6 =
      new InetPrefix(Bytes.ofHex("20010db8000000000000000000000007"), 64);

  @Test
  void links() {
    List<LinkChange> changes =
        List.of(
            new LinkChange.Up(),
            new LinkChange.Mtu(1400),
            new LinkChange.Rename(LinkName.of("eth0")),
            new LinkChange.HardwareAddress(Bytes.ofHex("020000000001")));
    Mutations.onlyRefusals(out -> LinkCodec.encodeChanges(out, 7, changes), LinkCodec::decode);
  }

  @Test
  void addresses() {
    for (InetPrefix prefix : List.of(V4, V6)) {
      Consumer<MessageWriter> body = out -> AddressCodec.encode(out, LinkAddress.of(7, prefix, 2));
      Mutations.onlyRefusals(body, AddressCodec::decode);
      tooLong(body, AddressCodec::decode);
    }
  }

  @Test
  void routes() {
    for (InetPrefix prefix : List.of(V4, V6)) {
      Consumer<MessageWriter> body =
          out -> RouteCodec.encode(out, Route.via(prefix, prefix.address()).onLink(7));
      Mutations.onlyRefusals(body, RouteCodec::decode);
      tooLong(body, RouteCodec::decode);
    }
  }

  @Test
  void rules() {
    for (InetPrefix prefix : List.of(V4, V6)) {
      RoutingRule rule =
          RoutingRule.from(prefix, 300, 7).withMark(1, 3).withInput(LinkName.of("eth0"));
      Consumer<MessageWriter> body = out -> RuleCodec.encode(out, rule);
      Mutations.onlyRefusals(body, RuleCodec::decode);
      tooLong(body, RuleCodec::decode);
    }
  }

  /** The second byte of an address and of a route is the length of its prefix. */
  private static void tooLong(Consumer<MessageWriter> body, Mutations.Reading reading) {
    ByteBuffer buffer = Mutations.written(body).put(1, (byte) 129);
    assertThatThrownBy(() -> reading.read(buffer, 0, buffer.capacity()))
        .isInstanceOf(MalformedMessageException.class);
  }
}
