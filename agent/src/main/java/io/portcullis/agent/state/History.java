package io.portcullis.agent.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The revisions that are kept, in memory and on disk. Not for use without a lock. */
final class History implements AutoCloseable {

  private final Optional<StateDirectory> disk;
  private final int most;
  private final List<Revision> all = new ArrayList<>();

  /**
   * Takes up what is on disk.
   *
   * @param directory where; empty to keep them in memory alone
   * @param most how many are kept
   * @throws io.portcullis.agent.AgentException if the directory cannot be used
   */
  History(Optional<Path> directory, int most) {
    this.most = most;
    this.disk = directory.map(path -> new StateDirectory(path, most));
    disk.ifPresent(on -> all.addAll(on.loaded()));
  }

  /** The newest. */
  Revision current() {
    return all.isEmpty() ? Revision.NONE : all.get(all.size() - 1);
  }

  /** Oldest first. */
  List<Revision> all() {
    return List.copyOf(all);
  }

  /** One of them. */
  Optional<Revision> revision(long number) {
    return all.stream().filter(revision -> revision.number() == number).findFirst();
  }

  /**
   * What a rollback leads to.
   *
   * @param number 0 for the one before the current one
   * @throws Refusal if it is not kept
   */
  Revision before(long number) {
    long wanted = number != 0 || all.size() < 2 ? number : all.get(all.size() - 2).number();
    return revision(wanted)
        .orElseThrow(
            () ->
                Refusals.notFound(
                    wanted == 0
                        ? "there is no revision before this one"
                        : "revision " + wanted + " is not kept",
                    "portcullis history lists those that are"));
  }

  /** The number of the next one. */
  long next() {
    return Math.max(current().number(), disk.map(StateDirectory::highest).orElse(0L)) + 1;
  }

  /**
   * Writes one down: when this returns, it is on disk.
   *
   * @throws Refusal if it cannot be
   */
  void write(Revision revision) {
    if (disk.isEmpty()) {
      return;
    }
    try {
      disk.get().save(revision, all.isEmpty() ? 0 : all.get(0).number());
    } catch (IOException e) {
      throw Refusals.notKept(e);
    }
  }

  /** Takes one in the place of the newest, if it has its number, or after it. */
  void take(Revision revision) {
    if (!all.isEmpty() && current().number() == revision.number()) {
      all.set(all.size() - 1, revision);
      return;
    }
    all.add(revision);
    if (all.size() > most) {
      Revision unused = all.remove(0);
    }
  }

  @Override
  public void close() {
    disk.ifPresent(StateDirectory::close);
  }
}
