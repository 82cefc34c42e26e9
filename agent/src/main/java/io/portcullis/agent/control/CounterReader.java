package io.portcullis.agent.control;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.Failures;
import io.portcullis.agent.HeldTable;
import io.portcullis.agent.state.Enforced;
import io.portcullis.api.v1.Counter;
import io.portcullis.api.v1.Counters;
import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.hits.RuleHits;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.Ruleset;
import java.util.List;
import java.util.Locale;

/** What the kernel counted, by rule of policy. */
final class CounterReader {

  private CounterReader() {}

  /**
   * Reads them, in the network namespace of the calling thread.
   *
   * @param text whether as text instead of a list
   * @throws AgentException if the kernel does not hold that policy, or counters are off
   */
  static Counters read(Enforced held, boolean text) {
    CompiledPolicy compiled = held.desired().compiled();
    if (!compiled.policy().settings().counters()) {
      throw new AgentException(
          ExitCode.API_REFUSED, "counters are off", "set counters: on in the configuration");
    }
    CompiledPolicy named = held.programmed().held();
    Counters.Builder response = Counters.newBuilder().setRevision(held.revision());
    List<RuleHits.Hit> hits = RuleHits.of(named, table(named));
    if (text) {
      return response.setText(CounterText.of(hits)).build();
    }
    hits.forEach(hit -> response.addCounters(message(hit)));
    return response.build();
  }

  private static Ruleset table(CompiledPolicy named) {
    try {
      return HeldTable.counted(named)
          .orElseThrow(
              () ->
                  new AgentException(
                      ExitCode.API_REFUSED,
                      "the kernel holds something else at this moment",
                      "it is being changed or repaired: ask again"));
    } catch (NftException e) {
      throw Failures.of(e);
    }
  }

  private static Counter message(RuleHits.Hit hit) {
    Counter.Builder message =
        Counter.newBuilder()
            .setReason(hit.reason().name().toLowerCase(Locale.ROOT))
            .setPackets(hit.packets())
            .setBytes(hit.bytes());
    hit.rule()
        .ifPresent(
            rule ->
                message
                    .setPolicy(rule.policy())
                    .setRule(rule.index())
                    .setPosition(Messages.position(rule.position())));
    return message.build();
  }
}
