package io.portcullis.agent.state;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.PolicyFiles;
import io.portcullis.policy.load.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A directory of policy as the only source. Nothing is kept: the directory does that. */
public final class DirectorySource implements Sources {

  private final Path directory;
  private Optional<Draft> accepted = Optional.empty();
  private Optional<List<SourceText>> wrong = Optional.empty();
  private Optional<AgentException> problem = Optional.empty();
  private long drafts;
  private long revision;

  /** The directory is read at each {@link #draft}. */
  public DirectorySource(Path directory) {
    this.directory = directory;
  }

  @Override
  public Optional<Draft> draft() {
    List<SourceText> texts;
    try {
      texts = PolicyFiles.read(List.of(directory));
    } catch (AgentException e) {
      problem = Optional.of(e);
      wrong = Optional.empty();
      return accepted;
    }
    if (wrong.equals(Optional.of(texts))) {
      return accepted;
    }
    wrong = Optional.empty();
    problem = Optional.empty();
    return accepted
        .filter(draft -> draft.texts().equals(texts))
        .or(() -> Optional.of(new Draft(++drafts, texts)));
  }

  @Override
  public long accept(Draft draft) {
    if (!accepted.equals(Optional.of(draft))) {
      accepted = Optional.of(draft);
      revision++;
    }
    return revision;
  }

  @Override
  public boolean reject(Draft draft, AgentException why) {
    problem = Optional.of(why);
    if (accepted.equals(Optional.of(draft))) {
      return false;
    }
    wrong = Optional.of(draft.texts());
    return accepted.isPresent();
  }

  @Override
  public void enforced(Enforced enforced) {
    // Nobody waits for it.
  }

  @Override
  public void delayed(AgentException why) {
    // Nobody waits for it.
  }

  @Override
  public Optional<AgentException> problem() {
    return problem;
  }

  @Override
  public void whenChanged(Runnable bell) {
    // The directory is watched by the daemon.
  }
}
