package io.portcullis.integration.load;

import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.Document;
import io.portcullis.policy.address.Address;

/**
 * Sources of policy, as an orchestration system would have one for each service: a policy for a
 * port of its own, and a set of nets that may come to it. Source 0 has the host endpoint too.
 *
 * @param count how many
 * @param nets of each set, at least one
 * @param changes what is another one in each version
 */
record Tenants(int count, int nets, Changes changes) {

  /** What differs from version to version. */
  enum Changes {
    /** A net of the set. */
    MEMBERS,
    /** A rule of the policy: it lets in another address. */
    RULES
  }

  private static final int[] LENGTHS = {24, 32, 28, 24, 32, 20, 24, 32, 24, 32};

  static final String NODE = "node1";
  static final String LINK = "g0";

  /** Sources of which each version has another net in its set. */
  Tenants(int count, int nets) {
    this(count, nets, Changes.MEMBERS);
  }

  /** What a source says in a version. */
  ApplyRequest apply(int source, int version) {
    ApplyRequest.Builder request =
        ApplyRequest.newBuilder()
            .setSource(name(source))
            .addDocuments(document("policy", policy(source, version)))
            .addDocuments(document("nets", set(source, version)));
    if (source == 0) {
      request
          .addDocuments(document("endpoint", endpoint()))
          .addDocuments(document("others", others()));
    }
    return request.build();
  }

  static String name(int source) {
    return "tenant-%05d".formatted(source);
  }

  private static Document document(String name, String text) {
    return Document.newBuilder().setName(name + ".yaml").setText(text).build();
  }

  private static String endpoint() {
    return """
    apiVersion: projectcalico.org/v3
    kind: HostEndpoint
    metadata: {name: guarded, labels: {guarded: "true"}}
    spec: {node: %s, interfaceName: %s}
    """
        .formatted(NODE, LINK);
  }

  private String policy(int source, int version) {
    return changes == Changes.MEMBERS
        ? policy(source)
        : policy(source)
            + "  - {action: Allow, protocol: UDP, source: {nets: [%s/32]}, destination: {ports: [%d]}}\n"
                .formatted(changing(source, version), port(source));
  }

  private static String policy(int source) {
    return """
    apiVersion: projectcalico.org/v3
    kind: GlobalNetworkPolicy
    metadata: {name: p%d}
    spec:
      order: %d
      selector: guarded == 'true'
      preDNAT: true
      applyOnForward: true
      ingress:
      - {action: Allow, protocol: UDP, source: {selector: set == 's%d'}, destination: {ports: [%d]}}
    """
        .formatted(source, source, source, port(source));
  }

  private static String others() {
    return """
    apiVersion: projectcalico.org/v3
    kind: GlobalNetworkPolicy
    metadata: {name: others}
    spec:
      order: 1000000
      selector: guarded == 'true'
      preDNAT: true
      applyOnForward: true
      ingress:
      - {action: Deny, protocol: UDP}
    """;
  }

  /** The text of the set. */
  String set(int source, int version) {
    StringBuilder out =
        new StringBuilder(
            """
            apiVersion: projectcalico.org/v3
            kind: GlobalNetworkSet
            metadata: {name: n%d, labels: {set: s%d}}
            spec:
              nets:
            """
                .formatted(source, source));
    int of = changes == Changes.MEMBERS ? version : 0;
    out.append("  - ").append(changing(source, of)).append("/32\n");
    for (int i = 1; i < nets; i++) {
      out.append("  - ").append(net(source, i)).append('\n');
    }
    return out.toString();
  }

  /** The port of a source's policy. */
  static int port(int source) {
    return 20_000 + source;
  }

  /** The address that only this version of a source lets in. */
  static Address changing(int source, int version) {
    return Address.v4(0x0a000000 | ((source & 0x3fff) << 9) | (version & 0x1ff));
  }

  private static String net(int source, int index) {
    int length = LENGTHS[index % LENGTHS.length];
    int mixed = (source * 31 + index) * 0x9e3779b1;
    int address = ((mixed & 0x3fffffff) | 0x40000000) & (-1 << (32 - length));
    return Address.v4(address) + "/" + length;
  }
}
