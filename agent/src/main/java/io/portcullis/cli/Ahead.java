package io.portcullis.cli;

import io.portcullis.cli.remote.Call;
import java.io.IOException;

/**
 * What a call to the agent and its answer need of the JDK, made ready on one core while another
 * reads arguments and files: the first socket and the first number that is written take some 10 ms
 * each. Of the JDK alone, whose classes do not mind who begins with them.
 */
final class Ahead {

  private Ahead() {}

  /** Begins with it. */
  static void start() {
    Thread thread = new Thread(Ahead::work, "ahead");
    // Who wants something else need not wait for it.
    thread.setDaemon(true);
    thread.start();
  }

  private static void work() {
    try {
      Call.prepare();
      String unused = "%d%n".formatted(1);
    } catch (IOException e) {
      // Whoever makes a call is told.
    }
  }
}
