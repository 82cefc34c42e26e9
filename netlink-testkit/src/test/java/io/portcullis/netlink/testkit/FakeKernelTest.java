package io.portcullis.netlink.testkit;

import io.portcullis.netlink.nftables.NftKernel;

/** The fake keeps the contract. */
final class FakeKernelTest extends NftKernelContract {

  private final FakeKernel kernel = new FakeKernel();

  @Override
  NftKernel connect() {
    return kernel.connect();
  }
}
