package io.portcullis.compiler.lint;

import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.load.PolicyLoader;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.Finding;
import io.portcullis.policy.resolve.ManyResources;
import io.portcullis.policy.resolve.PolicyResolver;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.Resources;
import java.util.ArrayList;
import java.util.List;

/** What it takes to look a large policy through. Run {@link #main}: policies, and nets in each. */
public final class LintReport {

  private static final String DENY =
      """
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkPolicy
      metadata: {name: deny-rest}
      spec:
        selector: guarded == 'true'
        preDNAT: true
        applyOnForward: true
        ingress:
        - {action: Deny, protocol: TCP, destination: {ports: ["30000:32767"]}}
      """;

  private LintReport() {}

  /** Prints milliseconds and how many findings there are, round after round. */
  public static void main(String[] arguments) {
    int policies = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int nets = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    Resources many = new ManyResources(policies, nets).resources();
    List<GlobalNetworkPolicy> all = new ArrayList<>(many.policies());
    all.addAll(PolicyLoader.load(List.of(new SourceText("deny", DENY))).policies());
    NodePolicy node =
        PolicyResolver.resolve(
                new Resources(
                    many.hostEndpoints(), all, many.networkSets(), many.tiers(), many.profiles()),
                "n",
                List.of(),
                DataplaneSettings.defaults())
            .policy();
    Surroundings nothing = new Surroundings(List.of(), List.of(), List.of());
    for (int round = 0; round < 4; round++) {
      long start = System.nanoTime();
      List<Finding> findings = Lint.of(node, nothing, Lint.DEFAULT_LIMIT);
      System.out.printf(
          "%d policies of %d nets: %d findings in %d ms%n",
          policies, nets, findings.size(), (System.nanoTime() - start) / 1_000_000);
      findings.stream().limit(2).forEach(finding -> System.out.println("  " + finding));
    }
  }
}
