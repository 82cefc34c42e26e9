package io.portcullis.agent.state;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revisions on disk. {@code log/N} has those after revision N, each as what differs from the one
 * before it, so that what a change costs does not depend on how much policy there is. {@code
 * whole/N} has all of revision N, written beside the log now and then, so that reading does not
 * take longer and longer; what is older than that, and than the history, is removed. {@link
 * Recovery} reads it.
 */
final class StateDirectory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  /** Bytes of log after which all is written anew, or four times all, if that is more. */
  private static final long LOG_BYTES = 4 << 20;

  private static final int WHOLES = 4;

  private final Path logs;
  private final Path wholes;
  private final int kept;
  private final FileChannel lock;
  private final OldStates old;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "state-writer");
            thread.setDaemon(true);
            return thread;
          });
  private RecordFile log;
  private List<Revision> found = List.of();

  /** The newest on disk. */
  private Revision last = Revision.NONE;

  private long logSize;
  private long highest;
  private volatile long wholeSize;
  private volatile boolean writing;

  /**
   * Makes it if it is not there, and reads it.
   *
   * @param kept how many revisions are kept
   * @throws AgentException if it cannot be made or read, another agent has it, or what it holds is
   *     not what was written
   */
  StateDirectory(Path directory, int kept) {
    this.logs = directory.resolve("log");
    this.wholes = directory.resolve("whole");
    this.kept = kept;
    this.old = new OldStates(directory);
    try {
      AtomicFile.directories(logs);
      AtomicFile.directories(wholes);
      this.lock = locked(directory.resolve("lock"));
    } catch (IOException e) {
      throw unusable(directory, e);
    }
    try {
      this.log = load();
    } catch (IOException e) {
      release();
      throw unusable(directory, e);
    } catch (AgentException e) {
      release();
      throw e;
    }
  }

  static AgentException unusable(Path path, IOException e) {
    return new AgentException(
            ExitCode.SOURCE_MISSING,
            path + ": the state directory cannot be used: " + AtomicFile.reason(e),
            "make it a directory that this user may write, or name another with --state-dir")
        .causedBy(e);
  }

  private static FileChannel locked(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // By this process.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new AgentException(
        ExitCode.USAGE,
        file.getParent() + ": another agent uses this state directory",
        "end that one first, or name another with --state-dir");
  }

  private RecordFile load() throws IOException {
    if (old.exist() && Recovery.numbered(wholes).isEmpty()) {
      convert(old.load());
    }
    highest = old.highest();
    Recovery.State state = new Recovery(logs, wholes, kept).state();
    old.remove();
    found = state.history();
    last = found.isEmpty() ? Revision.NONE : found.get(found.size() - 1);
    wholeSize = state.wholeSize();
    logSize = state.logSize();
    if (state.log().isPresent()) {
      return state.log().get();
    }
    return begun(last.number());
  }

  /** The whole revision comes last: without it, the log counts for nothing and is written again. */
  private void convert(List<Revision> revisions) throws IOException {
    if (revisions.isEmpty()) {
      return;
    }
    Revision first = revisions.get(0);
    Path file = logs.resolve(Long.toString(first.number()));
    try (RecordFile to = new RecordFile(file.resolveSibling(file.getFileName() + ".new"), 0)) {
      Files.deleteIfExists(to.path());
      for (int i = 1; i < revisions.size(); i++) {
        to.append(Delta.between(revisions.get(i - 1), revisions.get(i)).bytes());
      }
      if (revisions.size() > 1) {
        Path unused = Files.move(to.path(), file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    AtomicFile.syncDirectory(logs);
    write(first);
    LOG.info("{} revisions of an older version are taken over", revisions.size());
  }

  private RecordFile begun(long after) throws IOException {
    Path file = logs.resolve(Long.toString(after));
    AtomicFile.write(file, new byte[0]);
    AtomicFile.syncDirectory(logs);
    return new RecordFile(file, 0);
  }

  /** The highest number of a revision that an older version set aside: not to be given again. */
  long highest() {
    return highest;
  }

  /** What was there, oldest first; asked once. */
  List<Revision> loaded() {
    List<Revision> taken = found;
    found = List.of();
    return taken;
  }

  /**
   * Keeps a revision: when this returns, it is on disk.
   *
   * @param revision the next one, or another of the number of the last one, which takes its place
   * @param oldest of the history
   * @throws IOException if not; what was kept before is as it was
   */
  void save(Revision revision, long oldest) throws IOException {
    long from = log.end();
    log.append(Delta.between(last, revision).bytes());
    last = revision;
    logSize += log.end() - from;
    if (!writing && logSize > Math.max(LOG_BYTES, WHOLES * wholeSize)) {
      turn(revision, oldest);
    }
  }

  /** Another log from here on, and beside it, all of this revision. Neither is needed to go on. */
  private void turn(Revision revision, long oldest) {
    try {
      RecordFile next = begun(revision.number());
      log.close();
      log = next;
      logSize = 0;
      writing = true;
      writer.execute(() -> writeBeside(revision, oldest));
    } catch (IOException e) {
      LOG.warn("{}: {}; it is tried again later", logs, AtomicFile.reason(e));
    }
  }

  private void writeBeside(Revision revision, long oldest) {
    try {
      write(revision);
      forget(oldest);
    } catch (IOException e) {
      LOG.warn("{}: {}; the logs count", wholes, AtomicFile.reason(e));
    } finally {
      writing = false;
    }
  }

  private void write(Revision revision) throws IOException {
    byte[] all = RecordFile.framed(Delta.between(Revision.NONE, revision).bytes());
    AtomicFile.write(wholes.resolve(Long.toString(revision.number())), all);
    AtomicFile.syncDirectory(wholes);
    wholeSize = all.length;
  }

  /** Removes what is needed neither to start nor for the history. */
  private void forget(long oldest) throws IOException {
    Map.Entry<Long, Path> base = Recovery.numbered(wholes).floorEntry(oldest);
    if (base == null) {
      return;
    }
    for (Path file : Recovery.numbered(wholes).headMap(base.getKey(), false).values()) {
      Files.delete(file);
    }
    Long first = Recovery.numbered(logs).floorKey(base.getKey());
    if (first != null) {
      for (Path file : Recovery.numbered(logs).headMap(first, false).values()) {
        Files.delete(file);
      }
    }
  }

  private void release() {
    try {
      lock.close();
    } catch (IOException e) {
      // The end of the process does it.
    }
  }

  @Override
  public void close() {
    writer.shutdown();
    try {
      boolean unused = writer.awaitTermination(10, TimeUnit.SECONDS);
      log.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // What was kept is on disk already.
    }
    release();
  }
}
