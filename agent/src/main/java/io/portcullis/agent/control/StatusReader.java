package io.portcullis.agent.control;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.Panic;
import io.portcullis.agent.state.Enforced;
import io.portcullis.agent.state.Revision;
import io.portcullis.api.v1.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How the agent is, from what the store and the daemon know. */
final class StatusReader {

  private final Node node;
  private final Supplier<io.portcullis.agent.daemon.Status> daemon;
  private final String version;

  StatusReader(Node node, Supplier<io.portcullis.agent.daemon.Status> daemon) {
    this.node = node;
    this.daemon = daemon;
    this.version =
        Optional.ofNullable(StatusReader.class.getPackage().getImplementationVersion())
            .orElse("development");
  }

  /** As it is, with what has to be looked for. */
  Status readWithDetails() {
    return read().toBuilder().setDetails(DetailsReader.read(node)).build();
  }

  Status read() {
    io.portcullis.agent.daemon.Status now = daemon.get();
    Revision current = node.store().current();
    Status.Builder status =
        Status.newBuilder()
            .setNode(node.name())
            .setVersion(version)
            .setRevision(current.number())
            .setEnforcedRevision(node.store().held().map(Enforced::revision).orElse(0L))
            .setGeneration(now.generation())
            .setRepairs(now.repairs())
            .setReady(now.ready())
            .setProblem(now.problem().orElse(""))
            .setStaleMillis(now.stale().toMillis())
            .addAllSources(Messages.sources(current.contents()));
    now.proof().ifPresent(proof -> status.setProof(Messages.proof(proof)));
    now.drift().ifPresent(drift -> status.setDrift(Messages.drift(drift)));
    current.trial().ifPresent(trial -> status.setTrial(Messages.trial(trial)));
    current
        .withdrawn()
        .ifPresent(
            digest ->
                status.addWarnings(
                    "the policy directory was rolled back: its files count again when they"
                        + " change"));
    Panic.of(current.contents().sources().getOrDefault(Panic.SOURCE, List.of()))
        .ifPresent(
            panic ->
                status.addWarnings(
                    "panic "
                        + panic.word()
                        + " decides, before all other policy; to end it: portcullis panic end"));
    node.store().diskProblem().map(AgentException::getMessage).ifPresent(status::addWarnings);
    return status.build();
  }
}
