package io.portcullis.agent.state;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.policy.load.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revisions on disk: {@code revisions/N}, one file each, and {@code texts/DIGEST}, which they
 * share. A file appears whole or not at all ({@link AtomicFile}), and what does not fit its digest
 * when read is set aside and said; the newest whole revision counts.
 */
final class StateDirectory {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  private final Path revisions;
  private final Path texts;
  private final int kept;
  private final Map<String, String> digests = new HashMap<>();
  private long highest;

  /**
   * Makes it if it is not there.
   *
   * @param kept how many revisions are kept
   * @throws AgentException if it cannot be made
   */
  StateDirectory(Path directory, int kept) {
    this.revisions = directory.resolve("revisions");
    this.texts = directory.resolve("texts");
    this.kept = kept;
    try {
      AtomicFile.directories(revisions);
      AtomicFile.directories(texts);
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  private static AgentException unusable(Path path, IOException e) {
    return new AgentException(
            ExitCode.SOURCE_MISSING,
            path + ": the state directory cannot be used: " + AtomicFile.reason(e),
            "make it a directory that this user may write, or name another with --state-dir")
        .causedBy(e);
  }

  /** The highest number ever seen, whole or not, so that none is given twice. */
  long highest() {
    return highest;
  }

  /**
   * All whole revisions, oldest first.
   *
   * @throws AgentException if the directory cannot be read
   */
  List<Revision> load() {
    List<Revision> found = new ArrayList<>();
    Map<String, String> read = new HashMap<>();
    for (long number : numbers()) {
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

  private void seen(String name) {
    highest = Math.max(highest, Long.parseLong(name.replace(".corrupt", "")));
  }

  private List<Long> numbers() {
    try (Stream<Path> files = Files.list(revisions)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9]{1,18}(\\.corrupt)?"))
          .peek(this::seen)
          .filter(name -> !name.endsWith(".corrupt"))
          .map(Long::valueOf)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unusable(revisions, e);
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

  /**
   * Keeps a revision: when this returns, it is on disk.
   *
   * @param history what is to be kept besides, for what may be removed
   * @throws IOException if not; what was kept before is as it was
   */
  void save(Revision revision, List<Revision> history) throws IOException {
    for (SourceText text : revision.contents().texts()) {
      Path file = texts.resolve(digests.computeIfAbsent(text.text(), Manifest::digest));
      if (!Files.exists(file)) {
        AtomicFile.write(file, text.text());
      }
    }
    AtomicFile.syncDirectory(texts);
    AtomicFile.write(revisions.resolve(Long.toString(revision.number())), Manifest.write(revision));
    AtomicFile.syncDirectory(revisions);
    highest = Math.max(highest, revision.number());
    forget(revision, history);
  }

  /** Removes what no kept revision needs. Failing to is no failure to keep. */
  private void forget(Revision newest, List<Revision> history) {
    List<Revision> kept = new ArrayList<>(history);
    kept.add(newest);
    if (kept.size() <= this.kept) {
      return;
    }
    kept.sort(Comparator.comparingLong(Revision::number));
    Set<String> numbers = new HashSet<>();
    Set<String> alive = new HashSet<>();
    Set<String> named = new HashSet<>();
    for (Revision revision : kept.subList(Math.max(0, kept.size() - this.kept), kept.size())) {
      numbers.add(Long.toString(revision.number()));
      for (SourceText text : revision.contents().texts()) {
        alive.add(text.text());
        named.add(digests.computeIfAbsent(text.text(), Manifest::digest));
      }
    }
    digests.keySet().retainAll(alive);
    remove(revisions, numbers);
    remove(texts, named);
  }

  private static void remove(Path directory, Set<String> except) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!except.contains(name) && !name.endsWith(".corrupt")) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing to remove.
    } catch (IOException e) {
      LOG.warn("{}: cannot be tidied: {}", directory, AtomicFile.reason(e));
    }
  }
}
