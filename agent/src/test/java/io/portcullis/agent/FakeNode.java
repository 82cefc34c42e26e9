package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.testkit.FakeKernel;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import java.util.List;

/** A fake kernel and some policies for it. */
final class FakeNode {

  static final String TABLE = "portcullis";

  /** Two ports and two nets: a packet that meets one change may meet the other. */
  static final Proven FIRST = policy("30080", "203.0.113.0/24", "Allow");

  static final Proven SECOND = policy("30090", "198.51.100.0/24", "Deny");

  /** As the first, but for one member of a set. */
  static final Proven ONE_MORE = policy("30080", "203.0.113.0/24, 198.51.100.7/32", "Allow");

  private static Proven policy(String port, String nets, String action) {
    String yaml =
        """
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata: {name: node1-eth0, labels: {role: node}}
        spec: {node: node1, interfaceName: eth0}
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: one}
        spec:
          order: 1
          preDNAT: true
          applyOnForward: true
          selector: role == 'node'
          ingress:
          - {action: %s, protocol: TCP, source: {nets: [%s]}, destination: {ports: [%s]}}
          - {action: Deny, protocol: TCP, destination: {ports: [31000, %s]}}
        """
            .formatted(action, nets, port, port);
    return Proven.of(
        Desired.of(
                List.of(new SourceText("one.yaml", yaml)),
                "node1",
                List.of(),
                DataplaneSettings.defaults())
            .compiled());
  }

  private final FakeKernel fake = new FakeKernel();

  NftKernel connect() {
    return fake.connect();
  }

  Ruleset held() {
    try (NftKernel kernel = fake.connect()) {
      return kernel.dump(NfFamily.INET, TABLE).orElseThrow();
    }
  }

  boolean enforces(CompiledPolicy policy) {
    return Proof.check(InKernel.named(held(), policy), held()) instanceof ProofResult.Proven;
  }

  boolean holdsNothingElseThan(CompiledPolicy policy) {
    try (NftKernel kernel = fake.connect()) {
      return InKernel.of(kernel.dumpWithHandles(NfFamily.INET, TABLE).orElseThrow(), policy)
          .isPresent();
    }
  }

  static Programmer programmer(NftKernel kernel) {
    return new Programmer(kernel, TableHold.AS_IT_IS);
  }
}
