package io.portcullis.integration.scenario;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Says at the end of all tests how many scenarios ran, and how many probes they sent. */
final class Tally implements BeforeTestExecutionCallback {

  private static final AtomicInteger SCENARIOS = new AtomicInteger();
  private static final AtomicInteger PROBES = new AtomicInteger();

  /** Counts probes: questions by sockets, and packets made byte by byte. */
  static void probes(int more) {
    PROBES.addAndGet(more);
  }

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    SCENARIOS.incrementAndGet();
    // The root's store is closed once, after the last class.
    Object unused =
        context
            .getRoot()
            .getStore(Namespace.create(Tally.class))
            .computeIfAbsent("line", key -> (AutoCloseable) Tally::print);
  }

  private static void print() {
    System.out.printf("scenarios: %d, probes: %d%n", SCENARIOS.get(), PROBES.get());
  }
}
