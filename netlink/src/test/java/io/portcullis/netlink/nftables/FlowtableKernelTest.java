package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Flowtables to the kernel and back. */
final class FlowtableKernelTest {

  @Test
  void aFlowtableIsReadBackAsItWasSentAndGoesAway() throws Exception {
    NftFlowtable flowtable = new NftFlowtable("fast", -5, List.of("lo"));
    try (NetworkNamespace namespace = NetworkNamespace.create("flowtable");
        NfTables nft = namespace.call(NfTables::open)) {
      long unused =
          nft.commit(List.of(new NftOperation.AddTable(new NftTable(NfFamily.INET, "t"))), 0);
      assertThat(nft.flowtables(NfFamily.INET, "t")).isEmpty();
      try {
        unused =
            nft.commit(List.of(new NftOperation.AddFlowtable(NfFamily.INET, "t", flowtable)), 0);
      } catch (NftException e) {
        if (e.errno() == Errno.ENOENT || e.errno() == Errno.EOPNOTSUPP) {
          abort("skipped: this kernel lacks NF_FLOW_TABLE_INET: " + e.getMessage());
        }
        throw e;
      }

      assertThat(nft.flowtables(NfFamily.INET, "t")).containsExactly(flowtable);

      unused = nft.commit(List.of(new NftOperation.DeleteFlowtable(NfFamily.INET, "t", "fast")), 0);
      assertThat(nft.flowtables(NfFamily.INET, "t")).isEmpty();
    }
  }
}
