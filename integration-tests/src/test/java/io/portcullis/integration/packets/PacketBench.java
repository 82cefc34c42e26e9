package io.portcullis.integration.packets;

import io.portcullis.lab.LabException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * {@code ./portcullis bench packets}: measures, and writes tables and plots. Exit code 0 if every
 * packet got the verdict it should have, 1 if not, 2 if it could not measure.
 */
public final class PacketBench {

  private PacketBench() {}

  /** Measures, and exits. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  private static int run(String[] arguments, PrintStream out, PrintStream err) {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      err.println("portcullis: error: " + e.getMessage());
      err.print(usage());
      return 2;
    }
    try {
      return measure(options, out, err);
    } catch (LabException | IOException e) {
      err.println("portcullis: error: " + e.getMessage());
      return 2;
    } catch (Exception e) {
      err.println("portcullis: error: " + e);
      return 2;
    }
  }

  private static String usage() {
    return """
        usage: portcullis bench packets [--quick] [--scenario NAME]... [--out DIRECTORY]
                                        [--parts DIRECTORY [--seconds N]]
          --quick      a part of it, less exact, in two minutes
          --scenario   only that: %s
          --out        where tables and plots go; without it, a full run writes docs/benchmarks/,
                       and any other only prints
          --parts      keeps what each part came to there, and measures no part that is there: the same
                       command again goes on where it was stopped, and reports all of it
          --seconds    begins no further part after so long
        """
        .formatted(String.join(", ", Options.scenarios()));
  }

  private static int measure(Options options, PrintStream out, PrintStream err) throws Exception {
    Path directory = Files.createTempDirectory("packets");
    Campaign campaign = new Campaign(options, directory, err::println);
    // Stopped halfway, it says what it has measured: that took minutes.
    Thread stopped = new Thread(() -> print(campaign, out));
    Runtime.getRuntime().addShutdownHook(stopped);
    try {
      campaign.run();
    } finally {
      Runtime.getRuntime().removeShutdownHook(stopped);
      delete(directory);
    }
    Report report = campaign.report();
    out.print(report.text());
    options.out().ifPresent(where -> err.println("written to " + where));
    if (!report.right()) {
      err.println("portcullis: error: packets got wrong verdicts; the figures mean nothing");
      return 1;
    }
    if (!report.whole()) {
      err.println("portcullis: error: not everything could be measured; see the end of the report");
      return 2;
    }
    return 0;
  }

  private static void print(Campaign campaign, PrintStream out) {
    out.print(campaign.report().text());
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
