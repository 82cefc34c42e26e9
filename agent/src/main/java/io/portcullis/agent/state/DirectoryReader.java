package io.portcullis.agent.state;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.PolicyFiles;
import io.portcullis.policy.load.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The policy directory as it is now, and what is wrong with it. */
final class DirectoryReader {

  private final Optional<Path> directory;
  private List<SourceText> last = List.of();
  private Optional<String> lastDigest = Optional.empty();
  private Optional<List<SourceText>> wrong = Optional.empty();
  private Optional<AgentException> problem = Optional.empty();
  private boolean unread = true;

  DirectoryReader(Optional<Path> directory) {
    this.directory = directory;
  }

  /** Its files may have changed: they are read when they are next asked for. */
  void look() {
    unread = true;
  }

  /**
   * Reads it, if it may have changed since the last time.
   *
   * @return its texts; empty if it cannot be read, was refused as it is, or was set aside by a
   *     rollback
   */
  Optional<List<SourceText>> read(Optional<String> withdrawn) {
    if (directory.isEmpty()) {
      return Optional.of(List.of());
    }
    if (unread && !readFiles(directory.get())) {
      return Optional.empty();
    }
    if (wrong.isPresent()) {
      if (wrong.get().equals(last)) {
        return Optional.empty();
      }
      wrong = Optional.empty();
    }
    problem = Optional.empty();
    return withdrawn.isPresent() && withdrawn.equals(Optional.of(digest()))
        ? Optional.empty()
        : Optional.of(last);
  }

  /** False if they cannot be read, and are to be tried again each time. */
  private boolean readFiles(Path from) {
    try {
      List<SourceText> now = PolicyFiles.read(List.of(from));
      if (!now.equals(last)) {
        last = now;
        lastDigest = Optional.empty();
      }
      unread = false;
      return true;
    } catch (AgentException e) {
      problem = Optional.of(e);
      wrong = Optional.empty();
      return false;
    }
  }

  /** Whether there is to be one. */
  boolean exists() {
    return directory.isPresent();
  }

  /** Of what was last read. */
  String digest() {
    if (lastDigest.isEmpty()) {
      lastDigest = Optional.of(Manifest.digest(last));
    }
    return lastDigest.get();
  }

  List<SourceText> last() {
    return last;
  }

  /** What was last read is not to be tried again. */
  void refuse(AgentException why) {
    wrong = Optional.of(last);
    problem = Optional.of(why);
  }

  /** It may be right now, because other sources changed. */
  void retry() {
    wrong = Optional.empty();
  }

  Optional<AgentException> problem() {
    return problem;
  }
}
