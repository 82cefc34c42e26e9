package io.portcullis.agent;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.TableDump;
import java.util.List;
import java.util.Optional;

/** Another kernel, as it is, but for what a test changes. */
abstract class ForwardingKernel implements NftKernel {

  private final NftKernel kernel;

  ForwardingKernel(NftKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public long commit(List<NftOperation> operations, long generation) {
    return kernel.commit(operations, generation);
  }

  @Override
  public void awaitPackets() {
    kernel.awaitPackets();
  }

  @Override
  public long generation() {
    return kernel.generation();
  }

  @Override
  public List<NftTable> tables() {
    return kernel.tables();
  }

  @Override
  public Optional<Ruleset> dump(NfFamily family, String table) {
    return kernel.dump(family, table);
  }

  @Override
  public Optional<TableDump> dumpWithHandles(NfFamily family, String table) {
    return kernel.dumpWithHandles(family, table);
  }

  @Override
  public List<NftSetElem> elements(NfFamily family, String table, String set, SetElements keys) {
    return kernel.elements(family, table, set, keys);
  }

  @Override
  public void close() {
    kernel.close();
  }
}
