package io.portcullis.agent.daemon;

import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rings when somebody committed something to nf_tables: the generation, one number, is asked for
 * twenty times a second. Whether it was about our table is for the reconciler to see.
 */
final class KernelWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");
  private static final long PERIOD_MILLIS = 50;

  private final Thread thread;

  private KernelWatch(Thread thread) {
    this.thread = thread;
  }

  /** Starts to watch the calling thread's network namespace. */
  static KernelWatch start(Bell bell) {
    Thread thread = new Thread(() -> watch(bell), "kernel-watch");
    thread.setDaemon(true);
    thread.start();
    return new KernelWatch(thread);
  }

  private static void watch(Bell bell) {
    try (NfTables kernel = NfTables.open()) {
      long seen = kernel.generation();
      while (true) {
        TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
        long now = kernel.generation();
        if (now != seen) {
          seen = now;
          bell.ring(Bell.Reason.KERNEL);
        }
      }
    } catch (InterruptedException e) {
      // The daemon ends.
    } catch (NftException e) {
      LOG.error("changes by others are seen late from now on: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
