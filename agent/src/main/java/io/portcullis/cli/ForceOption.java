package io.portcullis.cli;

import io.portcullis.api.v1.Session;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --force}, and what is refused without it. */
final class ForceOption {

  @Option(names = "--force", description = "Also if it denies the SSH session that this is run in.")
  private boolean force;

  boolean force() {
    return force;
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
}
