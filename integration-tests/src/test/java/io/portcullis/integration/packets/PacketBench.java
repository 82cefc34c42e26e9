package io.portcullis.integration.packets;

import io.portcullis.lab.LabException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
          --quick      a part of it, less exact, in two minutes
          --scenario   only that: %s
          --out        where tables and plots go; without it, a full run writes docs/benchmarks/,
                       and any other only prints
        """
        .formatted(String.join(", ", Options.scenarios()));
  }

  private static int measure(Options options, PrintStream out, PrintStream err) throws Exception {
    Machine machine = Machine.now();
    Path directory = Files.createTempDirectory("packets");
    List<Result> results = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    try {
      Measurement measurement = new Measurement(directory, options.effort(), err::println);
      for (Part part : options.parts()) {
        err.println(part.title() + (part.senders() > 1 ? ", " + part.senders() + " senders" : ""));
        Workload workload = part.workload().apply(part.family());
        List<Variant> able = new ArrayList<>();
        for (Variant variant : part.variants()) {
          Optional<String> why = variant.leftOut(workload);
          why.ifPresentOrElse(
              reason -> leftOut.add(new LeftOut(workload.name(), variant.name(), reason)),
              () -> able.add(variant));
        }
        List<Result> of = measurement.run(workload, part.kinds(), able, part.senders());
        of.forEach(
            result ->
                result.wrong().ifPresent(why -> err.println("  " + result.variant() + " " + why)));
        results.addAll(of);
      }
    } finally {
      delete(directory);
    }
    Report report = new Report(machine, Machine.now(), options.effort(), results, leftOut);
    out.print(report.text());
    if (options.out().isPresent()) {
      report.write(options.out().get());
      err.println("written to " + options.out().get());
    }
    boolean right = results.stream().allMatch(result -> result.wrong().isEmpty());
    if (!right) {
      err.println("portcullis: error: packets got wrong verdicts; the figures mean nothing");
    }
    return right ? 0 : 1;
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
