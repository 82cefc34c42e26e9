package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.portcullis.netlink.nftables.codec.ObjectDataCodec;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.util.List;
import java.util.stream.Stream;
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
      NftOperation table = new NftOperation.AddTable(new NftTable(NfFamily.IPV4, "t"));
      NftOperation object =
          new NftOperation.AddObject(NfFamily.IPV4, "t", ObjectDataCodec.write("o", data));
      try {
        long unused = nft.commit(List.of(table, object), 0);
      } catch (NftException e) {
        lacking(data, e);
        throw e;
      }

      NftObject held = nft.dump(NfFamily.IPV4, "t").orElseThrow().objects().get(0);

      assertThat(ObjectDataCodec.read(held)).contains(data);
    }
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
