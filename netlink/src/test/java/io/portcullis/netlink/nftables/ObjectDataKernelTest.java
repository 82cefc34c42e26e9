package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.codec.ObjectDataCodec;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of stateful object to the kernel and back. */
final class ObjectDataKernelTest {

  static Stream<ObjectData> objects() {
    return ObjectDataExamples.all();
  }

  @ParameterizedTest
  @MethodSource("objects")
  void anObjectIsReadBackAsItWasSent(ObjectData data) throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("object");
        NfTables nft = namespace.call(NfTables::open)) {
      // nft_tunnel_obj_type is there for this family only.
      NfFamily family = data instanceof ObjectData.Tunnel ? NfFamily.NETDEV : NfFamily.IPV4;
      NftOperation table = new NftOperation.AddTable(new NftTable(family, "t"));
      NftOperation object =
          new NftOperation.AddObject(family, "t", ObjectDataCodec.write("o", data));
      try {
        long made = nft.commit(List.of(table, object), 0);
        assertThat(made).isPositive();
      } catch (NftException e) {
        lacking(data, e);
        throw e;
      }

      NftObject held = nft.dump(family, "t").orElseThrow().objects().get(0);

      assertThat(ObjectDataCodec.read(held).map(ObjectDataKernelTest::asGiven))
          .contains(asGiven(data));

      // And what was read is taken again.
      long unused =
          nft.commit(
              List.of(
                  new NftOperation.DeleteObject(family, "t", "o", held.type()),
                  new NftOperation.AddObject(family, "t", held)),
              0);
      assertThat(nft.dump(family, "t").orElseThrow().objects()).containsExactly(held);
    }
  }

  /** Where libnftnl 1.2.4 puts it, and {@code NftnlVectorsTest} has it that ours is right. */
  @Test
  void aGroupPolicyOfVxlanThatIsNotInItsOwnNestIsRefused() throws Exception {
    Optional<Bytes> address = Optional.of(Bytes.ofU32(0x0a000001));
    ObjectData flat =
        new ObjectData.Tunnel(
            77, address, address, 0, 0, 0, 0, 0, 0, Bytes.ofHex("0800010000000009"));
    try (NetworkNamespace namespace = NetworkNamespace.create("object");
        NfTables nft = namespace.call(NfTables::open)) {
      NftOperation table = new NftOperation.AddTable(new NftTable(NfFamily.NETDEV, "t"));
      NftOperation object =
          new NftOperation.AddObject(NfFamily.NETDEV, "t", ObjectDataCodec.write("o", flat));

      assertThatThrownBy(() -> nft.commit(List.of(table, object), 0))
          .isInstanceOfSatisfying(
              NftException.class,
              e -> {
                lacking(flat, e);
                assertThat(e.errno()).isEqualTo(Errno.EINVAL);
              });
    }
  }

  /** The kernel gives a tunnel both addresses. */
  private static ObjectData asGiven(ObjectData data) {
    if (!(data instanceof ObjectData.Tunnel tunnel)) {
      return data;
    }
    Bytes none = Bytes.zero(tunnel.destination().or(tunnel::source).orElseThrow().length());
    return new ObjectData.Tunnel(
        tunnel.id(),
        Optional.of(tunnel.source().orElse(none)),
        Optional.of(tunnel.destination().orElse(none)),
        tunnel.flowLabel(),
        tunnel.flags(),
        tunnel.tos(),
        tunnel.ttl(),
        tunnel.sourcePort(),
        tunnel.destinationPort(),
        tunnel.options());
  }

  private static void lacking(ObjectData data, NftException refused) {
    if (data instanceof ObjectData.Tunnel && refused.errno() == Errno.ENOENT) {
      abort("skipped: this kernel lacks NFT_TUNNEL: " + refused.getMessage());
    }
    if (data instanceof ObjectData.Secmark && refused.errno() == Errno.ENOENT) {
      abort("skipped: no security module knows that context: " + refused.getMessage());
    }
  }
}
