package io.portcullis.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that asks the agent something, once or again and again. */
abstract class ReadCommand extends RemoteCommand implements Progress.TakesLong {

  @Option(names = "--watch", description = "Say it again and again, until interrupted.")
  private boolean watch;

  @Mixin private RepeatOption repeat = new RepeatOption();

  /** Asks, prints the answer, and says what to exit with. */
  abstract int read();

  @Override
  public final boolean takesLong() {
    return !watch;
  }

  @Override
  public final Integer call() throws InterruptedException {
    if (!watch) {
      return read();
    }
    try (Screen screen = Screen.wiped(line().getOut(), output.isText())) {
      return repeat.run(screen, this::read);
    }
  }
}
