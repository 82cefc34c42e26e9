package io.portcullis.integration.scenario;

import io.portcullis.lab.NodePortDnat;

/** NodePorts by nft. */
class NftNodePortKernelTest extends NodePortScenarios {

  NftNodePortKernelTest() {
    super(NodePortDnat.NFT);
  }
}
