package io.portcullis.netlink.testkit;

import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.sys.NetworkNamespace;
import org.junit.jupiter.api.AfterEach;

/** The real one is as the contract says. */
final class ContractKernelTest extends NftKernelContract {

  private final NetworkNamespace namespace = NetworkNamespace.create("contract");

  @AfterEach
  void close() {
    namespace.close();
  }

  @Override
  NftKernel connect() {
    try {
      return namespace.call(NfTables::open);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
