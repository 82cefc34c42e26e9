package io.portcullis.integration.packets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All parts, one after the other. One that fails is reported with the rest, which go on. */
final class Campaign {

  private final Options options;
  private final Path directory;
  private final Consumer<String> progress;
  private final Machine before;
  private final List<Result> results = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
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
    this.directory = directory;
    this.progress = progress;
  }

  /** Measures; what there is so far is written after each part, if it is to be written at all. */
  void run() throws IOException, InterruptedException {
    Measurement measurement = new Measurement(directory, options.effort(), progress);
    for (Part part : options.parts()) {
      long started = System.nanoTime();
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
  }

  private void measure(Part part, Measurement measurement) throws Exception {
    Workload workload = part.workload().apply(part.family());
    List<Variant> able = new ArrayList<>();
    for (Variant variant : part.variants()) {
      Optional<String> why = variant.leftOut(workload);
      why.ifPresentOrElse(
          reason -> leave(new LeftOut(workload.name(), variant.name(), reason)),
          () -> able.add(variant));
    }
    List<Result> of = measurement.run(workload, part.kinds(), able, part.senders());
    of.forEach(
        result ->
            result.wrong().ifPresent(why -> progress.accept("  " + result.variant() + " " + why)));
    synchronized (this) {
      results.addAll(of);
    }
  }

  private synchronized void leave(LeftOut left) {
    leftOut.add(left);
  }

  private synchronized void fail(Part part, Throwable why) {
    String text = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
    Failed one = new Failed(part.title(), why.getClass().getSimpleName() + ": " + text);
    failed.add(one);
    progress.accept("  not measured: " + one.why());
  }

  /** What was measured so far; for any thread. */
  synchronized Report report() throws IOException {
    return new Report(before, Machine.now(), options.effort(), results, leftOut, failed);
  }
}
