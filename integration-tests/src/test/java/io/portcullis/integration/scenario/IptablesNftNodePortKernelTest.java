package io.portcullis.integration.scenario;

import io.portcullis.lab.NodePortDnat;

/** NodePorts by iptables on nf_tables. */
class IptablesNftNodePortKernelTest extends NodePortScenarios {

  IptablesNftNodePortKernelTest() {
    super(NodePortDnat.IPTABLES_NFT);
  }
}
