package io.portcullis.cli;

import io.portcullis.agent.Desired;
import io.portcullis.agent.HeldTable;
import io.portcullis.agent.Spared;
import io.portcullis.api.v1.Session;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --force}, and what is refused without it. */
final class ForceOption {

  @Option(names = "--force", description = "Also if it denies the SSH session that this is run in.")
  private boolean force;

  boolean force() {
    return force;
  }

  /**
   * Refuses what would cut the session that this is run in, and does not so far, where no agent is
   * to do that.
   *
   * @throws io.portcullis.agent.AgentException with the rule that would
   */
  void spare(Desired desired, List<HostLink> links) {
    if (!force) {
      Spared.require(
          OwnSession.find().stream().toList(),
          desired.resolved().policy(),
          links,
          session -> HeldTable.of(desired.compiled()).isPresent());
    }
  }

  /** The session that this is run in, if any. */
  Optional<Session> session() {
    return OwnSession.find()
        .map(
            own ->
                Session.newBuilder()
                    .setClient(own.client().toString())
                    .setClientPort(own.clientPort())
                    .setServer(own.server().toString())
                    .setServerPort(own.serverPort())
                    .build());
  }

  /** As {@link RemoteCommand#take}. */
  boolean take(String word, Words words) {
    if (!word.equals("--force") || !words.first(word)) {
      return false;
    }
    force = true;
    return true;
  }
}
