package io.portcullis.agent.daemon;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Rings when something in the policy directory changes: a file that is written, one that an editor
 * renames into place, or the link that a mounted ConfigMap exchanges. What changed is not looked at
 * here, so that an event too many costs nothing but a comparison.
 */
final class DirectoryWatch implements AutoCloseable {

  private static final long PERIOD_MILLIS = 500;

  private final Path directory;
  private final Bell bell;
  private final WatchService service;
  private Optional<Object> inode = Optional.empty();
  private WatchKey key;

  private DirectoryWatch(Path directory, Bell bell, WatchService service) throws IOException {
    this.directory = directory;
    this.bell = bell;
    this.service = service;
    this.key = register();
  }

  /**
   * Starts to watch.
   *
   * @throws AgentException if the directory is not there or cannot be watched
   */
  static DirectoryWatch start(Path directory, Bell bell) {
    try {
      DirectoryWatch watch =
          new DirectoryWatch(directory, bell, directory.getFileSystem().newWatchService());
      Thread thread = new Thread(watch::run, "policy-dir");
      thread.setDaemon(true);
      thread.start();
      return watch;
    } catch (IOException e) {
      throw new AgentException(
              ExitCode.SOURCE_MISSING,
              directory + ": cannot be watched: " + e.getMessage(),
              "check that it is a directory, and fs.inotify.max_user_watches")
          .causedBy(e);
    }
  }

  private WatchKey register() throws IOException {
    inode = inode();
    return directory.register(
        service,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
  }

  /** Which directory has the name; empty if none has. */
  private Optional<Object> inode() {
    try {
      return Optional.ofNullable(
          Files.readAttributes(directory, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void run() {
    try {
      while (true) {
        WatchKey rung = service.poll(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        if (rung != null) {
          List<WatchEvent<?>> unused = rung.pollEvents();
          boolean unusedToo = rung.reset();
          bell.ring(Bell.Reason.POLICY);
        }
        if (!inode().equals(inode)) {
          follow();
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // The daemon ends.
    }
  }

  /** inotify watches a directory and not a name: if the name goes to another one, so does this. */
  private void follow() {
    key.cancel();
    try {
      key = register();
    } catch (IOException e) {
      // None has the name now. The reconciler meets that too, and says so.
    }
    bell.ring(Bell.Reason.POLICY);
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      // It watches no more in any case.
    }
  }
}
