package io.portcullis.cli;

import io.portcullis.cli.remote.Call;
import java.io.IOException;
import java.util.logging.Logger;

/**
 * What a call to the agent and its answer need of the JDK, made ready on one core while another
 * reads arguments and files: the first logger, which messages have, the first socket and the first
 * number that is written take some 10 ms each. Of the JDK alone, whose classes do not mind who
 * begins with them; and without a lambda, since the first of these takes as long.
 */
final class Ahead extends Thread {

  private Ahead() {
    super("ahead");
    // Who wants something else need not wait for it.
    setDaemon(true);
  }

  /** Begins with it. */
  static void begin() {
    new Ahead().start();
  }

  @Override
  public void run() {
    try {
      Logger unused = Logger.getLogger(Ahead.class.getName());
      Call.prepare();
      String unusedToo = "%d%n".formatted(1);
    } catch (IOException e) {
      // Whoever makes a call is told.
    }
  }
}
