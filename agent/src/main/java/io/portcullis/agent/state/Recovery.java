package io.portcullis.agent.state;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a state directory: a whole revision, and the logs from there on. The end of a write that
 * was cut off is dropped, for nobody was told that it was done. Anything else that is broken or
 * missing is refused: to go on would be to forget what somebody was told is kept.
 */
final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  private final Path logs;
  private final Path wholes;
  private final int kept;
  private final Deque<Revision> history = new ArrayDeque<>();
  private long wholeSize;

  Recovery(Path logs, Path wholes, int kept) {
    this.logs = logs;
    this.wholes = wholes;
    this.kept = kept;
  }

  /**
   * What was read.
   *
   * @param history the last revisions, oldest first
   * @param log the last file of the log, and how much of it is whole; empty if there is none
   * @param wholeSize bytes of the newest whole revision
   * @param logSize bytes of the logs that were read
   */
  record State(List<Revision> history, Optional<RecordFile> log, long wholeSize, long logSize) {}

  /** Files of a directory by their number. */
  static NavigableMap<Long, Path> numbered(Path directory) throws IOException {
    NavigableMap<Long, Path> out = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.getFileName().toString().matches("[0-9]{1,18}"))
          .forEach(file -> out.put(Long.parseLong(file.getFileName().toString()), file));
    }
    return out;
  }

  /**
   * Reads it.
   *
   * @throws AgentException if something is broken that a power cut does not break
   */
  State state() throws IOException {
    NavigableMap<Long, Path> files = numbered(logs);
    begin(files);
    Optional<RecordFile> last = Optional.empty();
    long size = 0;
    for (Path file : files.tailMap(from(files), true).values()) {
      last = Optional.of(replay(file, file.equals(files.lastEntry().getValue())));
      size += last.get().end();
    }
    return new State(List.copyOf(history), last, wholeSize, size);
  }

  /** The oldest whole revision from which logs lead on: the more history, the better. */
  private void begin(NavigableMap<Long, Path> files) throws IOException {
    for (Path file : numbered(wholes).values()) {
      try {
        RecordFile.Found found = RecordFile.read(file);
        if (!found.isWhole() || found.records().size() != 1) {
          throw new CorruptStateException("it is cut off, or was changed");
        }
        Revision revision = Delta.read(found.records().get(0).text()).on(Revision.NONE);
        if (history.isEmpty()) {
          history.add(revision);
        }
        wholeSize = found.size();
      } catch (CorruptStateException e) {
        LOG.warn("{}: {}; it is set aside, and the log counts", file, e.getMessage());
        Path unused =
            Files.move(
                file,
                file.resolveSibling(file.getFileName() + ".corrupt"),
                StandardCopyOption.REPLACE_EXISTING);
      }
    }
    long number = number();
    if (number == 0 && !files.isEmpty() && files.firstKey() != 0) {
      throw refused(
          files.firstEntry().getValue(),
          "the revision that it begins with, "
              + files.firstKey()
              + ", is not in "
              + wholes
              + ", or is broken there",
          "restore the state directory from a copy, or move it away to begin without policy of the"
              + " API");
    }
  }

  /** The log in which the one after the first begins. */
  private long from(NavigableMap<Long, Path> files) {
    Long at = files.floorKey(number());
    return at != null ? at : 0;
  }

  private long number() {
    return history.isEmpty() ? 0 : history.getLast().number();
  }

  private RecordFile replay(Path file, boolean last) throws IOException {
    RecordFile.Found found = RecordFile.read(file);
    for (RecordFile.Placed record : found.records()) {
      try {
        take(Delta.read(record.text()));
      } catch (CorruptStateException e) {
        throw broken(file, record.at(), String.valueOf(e.getMessage()));
      }
    }
    if (!found.isWhole() && (found.goesOn() || !last)) {
      throw broken(file, found.end(), "what is there does not fit its checksum");
    }
    if (!found.isWhole()) {
      LOG.warn(
          "{}: its last {} bytes are a revision that was not written to its end; nobody was told"
              + " that it is kept, and it is dropped",
          file,
          found.size() - found.end());
    }
    return new RecordFile(file, found.end());
  }

  private void take(Delta delta) throws CorruptStateException {
    long next = delta.revision().number();
    if (next < number() || (next == number() && delta.after() != next)) {
      // Of before the whole revision, or that one.
      return;
    }
    if (delta.after() != number()) {
      throw new CorruptStateException(
          "revision " + next + " follows on " + delta.after() + ", which is not there");
    }
    Revision before = history.isEmpty() ? Revision.NONE : history.getLast();
    Revision revision = delta.on(before);
    if (next == number() && !history.isEmpty()) {
      Revision unused = history.removeLast();
    }
    history.add(revision);
    if (history.size() > kept) {
      Revision unused = history.remove();
    }
  }

  private AgentException broken(Path file, long at, String what) {
    return refused(
        file,
        "broken at byte " + at + ": " + what + "; up to there is revision " + number(),
        "the kernel keeps what it holds; restore the file from a copy, or give up what came after"
            + " revision "
            + number()
            + ": truncate -s "
            + at
            + " "
            + file
            + ", and move later files of that directory away");
  }

  private static AgentException refused(Path file, String what, String hint) {
    return new AgentException(ExitCode.SOURCE_MISSING, file + ": " + what, hint);
  }
}
