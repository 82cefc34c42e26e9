package io.portcullis.integration.faults;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/**
 * Applies variant after variant, each once the one before was answered, until the agent is gone.
 */
final class Applying {

  /**
   * How far it got.
   *
   * @param first the variant that it began with
   * @param answered the last variant that was answered; one less than the first if none was
   * @param revision that the answer told, or that there was before
   */
  record Progress(int first, int answered, long revision) {}

  private final Path socket;
  private final FutureTask<Progress> applying = new FutureTask<>(this::run);
  private volatile Progress progress;

  /** Begins with variant {@code first}, on top of {@code revision}. */
  Applying(Path socket, int first, long revision) {
    this.socket = socket;
    this.progress = new Progress(first, first - 1, revision);
    Thread thread = new Thread(applying, "applying");
    thread.setDaemon(true);
    thread.start();
  }

  private Progress run() {
    try (ApiClient client = new ApiClient(socket)) {
      while (true) {
        int next = progress.answered() + 1;
        long revision = client.apply(Variants.policy(next)).getRevision();
        progress = new Progress(progress.first(), next, revision);
      }
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != io.grpc.Status.Code.UNAVAILABLE) {
        throw e;
      }
      return progress;
    }
  }

  /** Waits until that many were answered, or nothing more is. */
  void awaitAnswers(int count) {
    while (!applying.isDone() && progress.answered() - progress.first() + 1 < count) {
      LockSupport.parkNanos(200_000);
    }
  }

  /** Waits until it is over, for want of an agent. */
  Progress end() throws Exception {
    return applying.get();
  }
}
