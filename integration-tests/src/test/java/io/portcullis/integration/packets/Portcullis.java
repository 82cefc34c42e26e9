package io.portcullis.integration.packets;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.PolicyLoader;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.HostLink;
import io.portcullis.policy.resolve.PolicyResolver;
import io.portcullis.policy.resolve.Resolution;
import io.portcullis.policy.resource.Resources;
import java.util.List;
import java.util.Optional;

/**
 * This project: policy text, loaded, resolved and compiled as the agent does it, committed over
 * netlink. Everything is at its default but for the counters.
 *
 * @param counters whether hits are counted
 */
record Portcullis(boolean counters) implements Variant {

  private static final String NODE = "node1";

  @Override
  public String name() {
    return counters ? "Portcullis, counters" : "Portcullis";
  }

  @Override
  public Optional<String> leftOut(Workload workload) {
    return Optional.empty();
  }

  @Override
  public void load(Arena arena, Workload workload) {
    long unused = arena.tables().commit(Rulesets.creation(compile(workload).ruleset()), 0);
  }

  CompiledPolicy compile(Workload workload) {
    Resources resources =
        PolicyLoader.load(
            List.of(new SourceText("bench.yaml", PolicyYaml.of(workload, NODE, Arena.LINK))));
    DataplaneSettings defaults = DataplaneSettings.defaults();
    DataplaneSettings settings =
        new DataplaneSettings(
            defaults.failsafes(),
            defaults.failsafeScope(),
            defaults.loopback(),
            defaults.establishedFlows(),
            defaults.conntrackInvalid(),
            counters);
    Resolution resolution =
        PolicyResolver.resolve(
            resources, NODE, List.of(new HostLink(Arena.LINK, List.of())), settings);
    return PolicyCompiler.compile(resolution.policy());
  }
}
