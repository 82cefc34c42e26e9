package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A kernel that does not know the flags of an owned table. */
class FlagsRefusedKernelTest {

  /** This kernel, asked for a flag that it does not know in place of one that others do not. */
  private static final class Older extends ForwardingKernel {

    private static final int UNKNOWN = 0x80;

    Older(NftKernel kernel) {
      super(kernel);
    }

    private static NftOperation older(NftOperation operation) {
      if (operation instanceof NftOperation.AddTable add && add.table().flags() != 0) {
        NftTable table = add.table();
        return new NftOperation.AddTable(
            new NftTable(
                table.family(), table.name(), UNKNOWN, table.userData(), UnknownAttributes.NONE));
      }
      return operation;
    }

    @Override
    public long commit(List<NftOperation> operations, long generation) {
      return super.commit(operations.stream().map(Older::older).toList(), generation);
    }
  }

  @Test
  void theTableIsMadeWithoutThemAndItIsSaid() throws Exception {
    Proven proven =
        Proven.of(
            Desired.of(List.of(), "node1", List.of(), DataplaneSettings.defaults()).compiled());
    try (NetworkNamespace namespace = NetworkNamespace.create("older");
        Programmer programmer =
            new Programmer(new Older(namespace.call(NfTables::open)), TableHold.OWNED);
        NfTables tables = namespace.call(NfTables::open)) {
      assertThat(programmer.bring(proven).changed()).isTrue();

      assertThat(programmer.notOwned().orElseThrow()).contains("this kernel cannot");
      assertThat(tables.dump(NfFamily.INET, "portcullis").orElseThrow().table().flags()).isZero();
      assertThat(programmer.bring(proven).changed()).isFalse();
    }
  }
}
