package io.portcullis.agent.state;

import io.portcullis.policy.load.SourceText;
import java.util.List;
import java.util.Optional;

/** The changes that can be asked for. */
public final class Changes {

  private Changes() {}

  /** One source says exactly this. */
  public static Change apply(String by, String what, String source, List<SourceText> texts) {
    List<SourceText> all = List.copyOf(texts);
    long size = all.stream().mapToLong(text -> text.text().length()).sum();
    return Change.of(by, what, size, now -> with(now, now.contents().with(source, all)));
  }

  /** One source goes. */
  public static Change delete(String by, String source) {
    return Change.of(
        by,
        "delete " + source,
        0,
        now -> {
          if (!now.contents().sources().containsKey(source)) {
            throw Refusals.notFound(
                "there is no source " + source,
                now.contents().sources().isEmpty()
                    ? "there are none"
                    : "there are " + String.join(", ", now.contents().sources().keySet()));
          }
          return with(now, now.contents().with(source, List.of()));
        });
  }

  /**
   * Policy as it was at a revision. The directory's files are not touched: as they are now, they do
   * not count until they change.
   *
   * @param number of the revision; 0 for the one before the current one
   */
  public static Change rollback(String by, PolicyStore store, long number) {
    return Change.of(
            by,
            "rollback to " + (number == 0 ? "the revision before" : "revision " + number),
            0,
            now -> {
              Revision to = store.before(number);
              boolean same = to.contents().directory().equals(now.contents().directory());
              return new Revision(
                  0,
                  0,
                  by,
                  "",
                  to.contents(),
                  same ? now.withdrawn() : Optional.of(store.directoryDigest()),
                  Optional.empty());
            })
        .endingTrial();
  }

  private static Revision with(Revision now, Contents contents) {
    return new Revision(0, 0, now.by(), now.what(), contents, now.withdrawn(), Optional.empty());
  }
}
