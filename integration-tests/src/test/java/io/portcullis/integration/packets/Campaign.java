package io.portcullis.integration.packets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All parts, one after the other. One that fails is reported with the rest, which go on. */
final class Campaign {

  private final Options options;
  private final Path directory;
  private final Consumer<String> progress;
  private final Optional<KeptParts> kept;
  private final Machine before;
  private final Map<String, KeptParts.Kept> done = new HashMap<>();
  private final List<Failed> failed = new ArrayList<>();

  /**
   * Gets ready.
   *
   * @param directory for the driver and the streams
   * @param progress lines for whoever waits
   */
  Campaign(Options options, Path directory, Consumer<String> progress) throws IOException {
    this.before = Machine.now();
    this.options = options;
    this.kept = options.kept().map(where -> new KeptParts(where, options.effort()));
    this.directory = directory;
    this.progress = progress;
  }

  /** Measures; what there is so far is written after each part, if it is to be written at all. */
  void run() throws IOException, InterruptedException {
    Measurement measurement = new Measurement(directory, options.effort(), progress);
    long began = System.nanoTime();
    List<Part> missing = new ArrayList<>();
    for (Part part : options.parts()) {
      if (!take(part)) {
        missing.add(part);
      }
    }
    for (Part part : missing) {
      long started = System.nanoTime();
      if ((started - began) / 1_000_000_000 >= options.seconds()) {
        notBegun(part);
        continue;
      }
      progress.accept(part.title());
      try {
        measure(part, measurement);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception | OutOfMemoryError | StackOverflowError e) {
        fail(part, e);
      }
      progress.accept(
          "  %s took %,d s".formatted(part.title(), (System.nanoTime() - started) / 1_000_000_000));
      if (options.out().isPresent()) {
        report().write(options.out().get());
      }
    }
    if (missing.isEmpty() && options.out().isPresent()) {
      report().write(options.out().get());
    }
  }

  /** Takes a part that was measured before. */
  private boolean take(Part part) throws IOException {
    Optional<KeptParts.Kept> found = kept.isPresent() ? kept.get().read(part) : Optional.empty();
    found.ifPresent(of -> add(part, of));
    return found.isPresent();
  }

  private synchronized void add(Part part, KeptParts.Kept of) {
    done.put(part.title(), of);
  }

  private void measure(Part part, Measurement measurement) throws Exception {
    Machine start = Machine.now();
    Workload workload = part.workload().apply(part.family());
    List<LeftOut> left = new ArrayList<>();
    List<Variant> able = new ArrayList<>();
    for (Variant variant : part.variants()) {
      Optional<String> why = variant.leftOut(workload);
      why.ifPresentOrElse(
          reason -> left.add(new LeftOut(workload.name(), variant.name(), reason)),
          () -> able.add(variant));
    }
    List<Result> of = measurement.run(workload, part.kinds(), able, part.senders());
    of.forEach(
        result ->
            result.wrong().ifPresent(why -> progress.accept("  " + result.variant() + " " + why)));
    KeptParts.Kept all = new KeptParts.Kept(start, Machine.now(), of, left);
    add(part, all);
    if (kept.isPresent()) {
      kept.get().write(part, all);
    }
  }

  private synchronized void notBegun(Part part) {
    failed.add(new Failed(part.title(), "not begun: time is up"));
  }

  private synchronized void fail(Part part, Throwable why) {
    String text = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
    Failed one = new Failed(part.title(), why.getClass().getSimpleName() + ": " + text);
    failed.add(one);
    progress.accept("  not measured: " + one.why());
  }

  /** What was measured so far; for any thread. */
  synchronized Report report() {
    List<KeptParts.Kept> parts =
        options.parts().stream()
            .flatMap(part -> Stream.ofNullable(done.get(part.title())))
            .toList();
    // Parts may have been measured in several runs, in any order.
    Comparator<Machine> byTime = Comparator.comparing(Machine::at);
    return new Report(
        parts.stream().map(KeptParts.Kept::before).min(byTime).orElse(before),
        parts.stream().map(KeptParts.Kept::after).max(byTime).orElseGet(() -> before),
        options.effort(),
        parts.stream().flatMap(part -> part.results().stream()).toList(),
        parts.stream().flatMap(part -> part.leftOut().stream()).toList(),
        failed);
  }
}
