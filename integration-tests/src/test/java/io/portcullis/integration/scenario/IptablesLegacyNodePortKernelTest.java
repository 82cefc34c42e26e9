package io.portcullis.integration.scenario;

import io.portcullis.lab.NodePortDnat;

/** NodePorts by iptables on its own tables. */
class IptablesLegacyNodePortKernelTest extends NodePortScenarios {

  IptablesLegacyNodePortKernelTest() {
    super(NodePortDnat.IPTABLES_LEGACY);
  }
}
