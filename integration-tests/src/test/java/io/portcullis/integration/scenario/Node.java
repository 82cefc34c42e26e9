package io.portcullis.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.HostLinks;
import io.portcullis.agent.InKernel;
import io.portcullis.agent.Programmed;
import io.portcullis.agent.Programmer;
import io.portcullis.agent.Proven;
import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.LogPlace;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.hits.RuleHits;
import io.portcullis.lab.Host;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.load.PolicyLoader;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.HostLink;
import io.portcullis.policy.resolve.PolicyResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The guarded node: policy text in, what the kernel holds out. */
final class Node implements AutoCloseable {

  /** The table's name, as the design gives it. */
  static final String TABLE = "portcullis";

  private final Host host;
  private final NfTables tables;

  /** Under the names that the kernel has for it. */
  private Optional<CompiledPolicy> applied = Optional.empty();

  /** What the kernel held right after that: counters of rules that stay go on counting. */
  private Optional<Ruleset> before = Optional.empty();

  private Node(Host host, NfTables tables) {
    this.host = host;
    this.tables = tables;
  }

  /** Opens the node's nf_tables. */
  static Node of(Host host) throws Exception {
    return new Node(host, host.namespace().call(NfTables::open));
  }

  /** Enforces policy with the documented defaults. */
  void apply(String yaml) throws Exception {
    apply(yaml, DataplaneSettings.defaults());
  }

  /** Enforces policy instead of what was enforced, the agent's way: proven, and as a difference. */
  void apply(String yaml, DataplaneSettings settings) throws Exception {
    var resources = PolicyLoader.load(List.of(new SourceText("scenario.yaml", yaml)));
    List<HostLink> links = host.namespace().call(HostLinks::read);
    CompiledPolicy compiled =
        PolicyCompiler.compile(
            PolicyResolver.resolve(resources, host.name(), links, settings).policy());
    Programmed programmed = host.namespace().call(() -> Programmer.program(Proven.of(compiled)));
    applied = Optional.of(programmed.held());
    before = Optional.of(dump(TABLE));
    assertThat(nft("list", "ruleset")).contains("table inet " + TABLE + " {");
  }

  /** The number of the kernel's present ruleset. */
  long generation() {
    return tables.generation();
  }

  /** Runs the host's {@code nft}, which must succeed. */
  String nft(String... arguments) {
    List<String> command = new ArrayList<>(List.of("nft"));
    command.addAll(List.of(arguments));
    return Shell.must(host.namespace(), "", command.toArray(String[]::new));
  }

  /** Everything in a table. */
  Ruleset dump(String table) {
    return tables.dump(NfFamily.INET, table).orElseThrow();
  }

  /** Packets that a rule of a policy decided since it was applied. */
  long decidedBy(String policy, int rule) {
    return packets(
        outcome ->
            outcome
                .rule()
                .map(id -> id.policy().equals(policy) && id.index() == rule)
                .orElse(false));
  }

  /** Packets that a rule of a policy decided since it is in the kernel, whatever was applied. */
  long decidedEverBy(String policy, int rule) {
    return packets(
        dump(TABLE),
        hit ->
            hit.rule().map(id -> id.policy().equals(policy) && id.index() == rule).orElse(false));
  }

  /** Packets decided since policy was applied, for a reason. */
  long decidedBy(Decision.Reason reason) {
    return packets(outcome -> outcome.reason() == reason);
  }

  /** Packets that were dropped since policy was applied. */
  long dropped() {
    return packets(outcome -> Decision.of(outcome.reason()).drops());
  }

  /** Packets that were sent to the log for a rule of a policy since it was applied. */
  long loggedBy(String policy, int rule) {
    Ruleset held = dump(TABLE);
    return applied.orElseThrow().logs().stream()
        .filter(log -> log.rule().policy().equals(policy) && log.rule().index() == rule)
        // Whoever logs goes on to the deciding rule of the same chain, which counts.
        .mapToLong(log -> inChain(held, log) - inChain(before.orElseThrow(), log))
        .sum();
  }

  private long packets(Predicate<RuleHits.Hit> which) {
    return packets(dump(TABLE), which) - packets(before.orElseThrow(), which);
  }

  private long packets(Ruleset held, Predicate<RuleHits.Hit> which) {
    CompiledPolicy compiled = applied.orElseThrow();
    return RuleHits.of(InKernel.named(held, compiled), held).stream()
        .filter(which)
        .mapToLong(RuleHits.Hit::packets)
        .sum();
  }

  private static long inChain(Ruleset held, LogPlace log) {
    return held.rulesOf(log.place().chain()).stream().mapToLong(Node::packets).sum();
  }

  /** What the counters of a rule say. */
  static long packets(NftRule rule) {
    return rule.expressions().stream()
        .filter(Counter.class::isInstance)
        .mapToLong(e -> ((Counter) e).packets())
        .sum();
  }

  @Override
  public void close() {
    tables.close();
  }
}
