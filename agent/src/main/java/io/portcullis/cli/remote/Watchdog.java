package io.portcullis.cli.remote;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Closes a connection that nobody answers on: reading a unix socket has no timeout of its own. */
final class Watchdog implements AutoCloseable {

  private final Thread thread;
  private volatile boolean bit;

  private Watchdog(long millis, Closeable connection) {
    this.thread =
        new Thread(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(millis);
                bit = true;
                connection.close();
              } catch (InterruptedException | IOException e) {
                // It was answered, or is closed already.
              }
            },
            "watchdog");
    thread.setDaemon(true);
  }

  static Watchdog after(long millis, Closeable connection) {
    Watchdog dog = new Watchdog(millis, connection);
    dog.thread.start();
    return dog;
  }

  boolean bit() {
    return bit;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
