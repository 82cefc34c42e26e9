package io.portcullis.cli;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How often something is said again. */
final class RepeatOption {

  private static final int LONGEST_SECONDS = 86_400;

  // None if the arguments were read without picocli, which never has something said again.
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "How long to wait before it is said again (default: ${DEFAULT-VALUE}).")
  private int interval = 2;

  @Option(
      names = "--times",
      paramLabel = "COUNT",
      defaultValue = "0",
      description = "How often (default: until interrupted).")
  private int times;

  private CommandLine line() {
    return Objects.requireNonNull(spec).commandLine();
  }

  int interval() {
    return interval;
  }

  /**
   * Says it again and again. An agent that does not answer is told of, and asked again.
   *
   * @param screen to begin each time on
   * @return what the last one returned
   */
  int run(Screen screen, IntSupplier say) throws InterruptedException {
    if (interval < 1 || interval > LONGEST_SECONDS || times < 0) {
      throw new ParameterException(
          line(), "--interval is 1 to " + LONGEST_SECONDS + ", --times 0 or more");
    }
    int last = 0;
    for (int said = 1; ; said++) {
      screen.begin();
      try {
        last = say.getAsInt();
      } catch (AgentException e) {
        if (e.exitCode() != ExitCode.NO_AGENT || said == times) {
          throw e;
        }
        PrintWriter err = line().getErr();
        err.println("portcullis: " + e.getMessage());
        err.flush();
      }
      if (said == times) {
        return last;
      }
      TimeUnit.SECONDS.sleep(interval);
    }
  }
}
