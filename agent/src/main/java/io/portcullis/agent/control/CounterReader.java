package io.portcullis.agent.control;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.HeldTable;
import io.portcullis.agent.state.Enforced;
import io.portcullis.api.v1.Counter;
import io.portcullis.api.v1.Counters;
import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Outcome;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.RuleId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the kernel counted, by rule of policy. */
final class CounterReader {

  /** What decides. */
  private record Key(Decision.Reason reason, Optional<RuleId> rule) {}

  private record Sum(long packets, long bytes) {
    Sum plus(Sum other) {
      return new Sum(packets + other.packets, bytes + other.bytes);
    }
  }

  private CounterReader() {}

  /**
   * Reads them, in the network namespace of the calling thread.
   *
   * @throws AgentException if the kernel does not hold that policy, or counters are off
   */
  static Counters read(Enforced held) {
    CompiledPolicy compiled = held.desired().compiled();
    if (!compiled.policy().settings().counters()) {
      throw new AgentException(
          ExitCode.API_REFUSED, "counters are off", "set counters: on in the configuration");
    }
    Map<Key, Sum> sums = new LinkedHashMap<>();
    HeldTable table =
        HeldTable.of(compiled)
            .orElseThrow(
                () ->
                    new AgentException(
                        ExitCode.API_REFUSED,
                        "the kernel holds something else at this moment",
                        "it is being changed or repaired: ask again"));
    for (Outcome outcome : table.policy().outcomes()) {
      sums.merge(new Key(outcome.reason(), outcome.rule()), sum(table.dump(), outcome), Sum::plus);
    }
    Counters.Builder response = Counters.newBuilder().setRevision(held.revision());
    sums.forEach((key, sum) -> response.addCounters(message(key, sum)));
    return response.build();
  }

  private static Sum sum(TableDump dump, Outcome outcome) {
    return dump
        .ruleset()
        .rulesOf(outcome.place().chain())
        .get(outcome.place().ruleIndex())
        .expressions()
        .stream()
        .filter(io.portcullis.netlink.nftables.expr.Counter.class::isInstance)
        .map(io.portcullis.netlink.nftables.expr.Counter.class::cast)
        .map(counter -> new Sum(counter.packets(), counter.bytes()))
        .reduce(new Sum(0, 0), Sum::plus);
  }

  private static Counter message(Key key, Sum sum) {
    Counter.Builder message =
        Counter.newBuilder()
            .setReason(key.reason().name().toLowerCase(Locale.ROOT))
            .setPackets(sum.packets())
            .setBytes(sum.bytes());
    key.rule()
        .ifPresent(
            rule ->
                message
                    .setPolicy(rule.policy())
                    .setRule(rule.index())
                    .setPosition(Messages.position(rule.position())));
    return message.build();
  }
}
