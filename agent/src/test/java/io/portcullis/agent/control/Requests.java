package io.portcullis.agent.control;

import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.Document;

/** Policy to apply. */
public final class Requests {

  private Requests() {}

  /** An endpoint on eth0, and a policy that denies one TCP port there. */
  public static String deny(String name, int port) {
    return """
    apiVersion: projectcalico.org/v3
    kind: HostEndpoint
    metadata: {name: %1$s-eth0, labels: {role: node}}
    spec: {node: node1, interfaceName: eth0}
    ---
    apiVersion: projectcalico.org/v3
    kind: GlobalNetworkPolicy
    metadata: {name: %1$s}
    spec:
      preDNAT: true
      applyOnForward: true
      selector: role == 'node'
      ingress:
      - action: Deny
        protocol: TCP
        destination: {ports: [%2$d]}
    """
        .formatted(name, port);
  }

  /** The policy without the endpoint. */
  public static String rule(String name, int port) {
    String both = deny(name, port);
    return both.substring(both.indexOf("---\n") + 4);
  }

  /** One source with one document. */
  public static ApplyRequest.Builder apply(String source, String text) {
    return ApplyRequest.newBuilder()
        .setSource(source)
        .addDocuments(Document.newBuilder().setName("policy.yaml").setText(text));
  }
}
