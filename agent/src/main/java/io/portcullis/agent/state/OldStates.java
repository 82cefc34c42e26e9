package io.portcullis.agent.state;

import io.portcullis.agent.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state directory as it was before there was a log: {@code revisions/N}, one file each, and
 * {@code texts/DIGEST}, which they share. It is read once, and written anew as a log. What does not
 * fit its digest is set aside and said; the newest whole revision counts.
 */
final class OldStates {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  private final Path revisions;
  private final Path texts;

  OldStates(Path directory) {
    this.revisions = directory.resolve("revisions");
    this.texts = directory.resolve("texts");
  }

  boolean exist() {
    return Files.isDirectory(revisions);
  }

  /**
   * All whole revisions, oldest first.
   *
   * @throws AgentException if the directory cannot be read
   */
  List<Revision> load() {
    List<Revision> found = new ArrayList<>();
    Map<String, String> read = new HashMap<>();
    for (long number : numbers("")) {
      Path file = revisions.resolve(Long.toString(number));
      try {
        Revision revision = Manifest.read(Files.readString(file), digest -> text(digest, read));
        if (revision.number() != number) {
          throw new CorruptStateException("it is revision " + revision.number());
        }
        found.add(revision);
      } catch (CorruptStateException | IOException e) {
        setAside(file, e);
      }
    }
    return found;
  }

  /** The highest number of those that were set aside, now or earlier. */
  long highest() {
    return exist() ? numbers(".corrupt").stream().max(Long::compare).orElse(0L) : 0;
  }

  private List<Long> numbers(String end) {
    try (Stream<Path> files = Files.list(revisions)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9]{1,18}" + Pattern.quote(end)))
          .map(name -> Long.valueOf(name.substring(0, name.length() - end.length())))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw StateDirectory.unusable(revisions, e);
    }
  }

  private String text(String digest, Map<String, String> read) throws CorruptStateException {
    String known = read.get(digest);
    if (known != null) {
      return known;
    }
    Path file = texts.resolve(digest.matches("[0-9a-f]{64}") ? digest : "none");
    try {
      String text = Files.readString(file);
      if (!Manifest.digest(text).equals(digest)) {
        throw new CorruptStateException(file + " is not what was written");
      }
      read.put(digest, text);
      return text;
    } catch (IOException e) {
      throw new CorruptStateException(file + ": " + AtomicFile.reason(e));
    }
  }

  private static void setAside(Path file, Exception why) {
    LOG.error(
        "{}: this revision is not whole: {}; it is set aside as {}.corrupt, and the newest whole"
            + " one counts",
        file,
        why instanceof IOException io ? AtomicFile.reason(io) : why.getMessage(),
        file.getFileName());
    try {
      Path unused =
          Files.move(
              file,
              file.resolveSibling(file.getFileName() + ".corrupt"),
              StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.error("{}: cannot be set aside: {}", file, AtomicFile.reason(e));
    }
  }

  /** Removes it, but for what was set aside. Failing to is tried again at the next start. */
  void remove() {
    if (!exist()) {
      return;
    }
    for (Path directory : List.of(texts, revisions)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          if (!file.getFileName().toString().endsWith(".corrupt")) {
            Files.deleteIfExists(file);
          }
        }
      } catch (IOException e) {
        LOG.warn("{}: cannot be tidied: {}", directory, AtomicFile.reason(e));
      }
    }
  }
}
