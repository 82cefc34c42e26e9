package io.portcullis.policy.resolve;

import io.portcullis.policy.load.PolicyLoader;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Rule;
import java.util.List;

/** Resources and rules from text, for tests. */
final class RulesOf {

  private RulesOf() {}

  /** One rule, in YAML's flow style. */
  static Rule text(String rule) {
    return resources(
            """
            apiVersion: projectcalico.org/v3
            kind: GlobalNetworkPolicy
            metadata: {name: p}
            spec: {preDNAT: true, applyOnForward: true, ingress: [%s]}
            """
                .formatted(rule))
        .policies()
        .get(0)
        .ingress()
        .get(0);
  }

  static Resources resources(String yaml) {
    return PolicyLoader.load(List.of(new SourceText("p.yaml", yaml)));
  }
}
