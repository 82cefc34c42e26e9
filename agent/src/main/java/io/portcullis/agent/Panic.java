package io.portcullis.agent;

import io.portcullis.policy.load.SourceText;
import java.util.List;
import java.util.Optional;

/**
 * Policy for emergencies: a source of its own, in a tier before all others, that decides whatever
 * the other sources say. It is policy like any other: proven, kept, and shown as what it is.
 */
public enum Panic {
  /** All that comes in by a guarded link continues. */
  OPEN("Allow"),
  /** All that comes in by a guarded link and belongs to no flow that exists is dropped. */
  CLOSED("Deny");

  /** The name of the source. */
  public static final String SOURCE = "panic";

  private static final String TEXT =
      """
      apiVersion: projectcalico.org/v3
      kind: Tier
      metadata: {name: portcullis-panic}
      spec: {order: -1.0e+300}
      ---
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkPolicy
      metadata: {name: portcullis-panic.%s}
      spec:
        tier: portcullis-panic
        order: 0
        preDNAT: true
        applyOnForward: true
        selector: all()
        ingress: [{action: %s}]
      """;

  private final String action;

  Panic(String action) {
    this.action = action;
  }

  /** In lower case, as a user says it. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The name of the source's one document. */
  public String document() {
    return word() + ".yaml";
  }

  /** What the source says. */
  public String text() {
    return TEXT.formatted(word(), action);
  }

  /** Which one a source's texts are; empty if none. */
  public static Optional<Panic> of(List<SourceText> texts) {
    for (Panic each : values()) {
      if (texts.size() == 1 && texts.get(0).name().equals(SOURCE + ":" + each.document())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
