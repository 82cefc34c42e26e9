package io.portcullis.cli;

import io.portcullis.agent.Desired;
import io.portcullis.agent.Proofs;
import io.portcullis.api.v1.VerifyRequest;
import io.portcullis.api.v1.VerifyResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code portcullis verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  portcullis verify",
      "  portcullis verify -f /etc/portcullis/policy --node node1"
    },
    description = {
      "Proves that the kernel does with every packet what policy says, or shows one with which it"
          + " does not: the agent's policy, or that of files.",
      "Changes nothing. Exits 0 if it is proven, 9 if not."
    })
final class VerifyCommand extends RemoteCommand implements Progress.TakesLong {

  @Mixin private PolicyOptions options = new PolicyOptions();
  @Mixin private OptionalFiles files = new OptionalFiles();

  @Override
  public Integer call() {
    return files.none() ? byAgent() : byFiles();
  }

  private int byAgent() {
    options.onlyWithFiles(this::misused);
    VerifyResponse answer =
        agent.call("Verify", VerifyRequest.getDefaultInstance(), VerifyResponse.parser());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("proven", true);
    tree.put("regions", answer.getRegions());
    tree.put("revision", answer.getRevision());
    tree.put("asProven", answer.getAsProven());
    print(
        tree,
        (answer.getAsProven()
                ? "revision %d: the kernel holds what was proven, over %d regions of packets%n"
                : "revision %d: proven, over %d regions of packets%n")
            .formatted(answer.getRevision(), answer.getRegions()));
    return 0;
  }

  private int byFiles() {
    Desired desired = options.desired(files.paths());
    Findings.warn(err(), desired.findings());
    long regions = Proofs.requireOfKernel(desired.compiled());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("proven", true);
    tree.put("regions", regions);
    print(tree, "node %s: proven, over %d regions of packets%n".formatted(options.node(), regions));
    return 0;
  }
}
