package io.portcullis.agent.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** The numbers. Counting is safe from any thread. */
public final class Metrics {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Counter commits = counter("commits", "Transactions that the kernel took");
  private final Counter failures =
      counter("commit.failures", "Times that the kernel did not come to hold the policy");
  private final Counter drift =
      counter("foreign.changes", "Commits by others to our table, that were seen");
  private final Counter repairs = counter("repairs", "Foreign changes that were undone");
  private final Timer durations;
  private final AtomicLong reads = gauge("table.reads", "Times that the whole table was read");
  private final AtomicLong revision = gauge("revision", "Revision of policy the kernel holds");
  private final AtomicLong generation =
      gauge("generation", "Generation of nf_tables that was last seen to hold it");
  private final AtomicLong sets = gauge("sets", "Maps and sets in the table");
  private final AtomicLong elements = gauge("elements", "Elements of its maps and sets");
  private final AtomicLong rules = gauge("rules", "Rules in the table");
  private final AtomicLong ready = gauge("ready", "1 if the kernel holds the policy as it is now");
  private final AtomicLong hidden =
      gauge("rules.not.shown", "Outcomes whose packets are not shown, because they are too many");
  private final AtomicLong provenRegions =
      gauge("proven.regions", "Regions of packets that the last proof went over");
  private final AtomicLong provenMillis = time("proven", "When policy was last proven");
  private final AtomicLong driftMillis =
      time("drift", "When somebody else's change was last undone; 0 if there was none");
  private final MultiGauge packets;

  /** The time, in nanoseconds, since which policy is not what the kernel holds; 0 if it is. */
  private final AtomicLong staleSince = new AtomicLong(System.nanoTime());

  /** All at zero, and not ready. */
  public Metrics() {
    durations =
        Timer.builder("portcullis.commit")
            .description("Time to read the table, send the difference and read it back")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(30))
            .register(registry);
    packets =
        MultiGauge.builder("portcullis.rule.packets")
            .description("Packets that an outcome has decided, since its rule is in the kernel")
            .register(registry);
    Gauge unused =
        Gauge.builder("portcullis.stale", this, Metrics::staleSeconds)
            .description("Time for which the kernel has not held the policy as it is")
            .baseUnit("seconds")
            .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder("portcullis." + name).description(description).register(registry);
  }

  private AtomicLong gauge(String name, String description) {
    AtomicLong value = new AtomicLong();
    Gauge unused =
        Gauge.builder("portcullis." + name, value, AtomicLong::get)
            .description(description)
            .register(registry);
    return value;
  }

  /** As Prometheus has times: seconds since 1970. */
  private AtomicLong time(String name, String description) {
    AtomicLong millis = new AtomicLong();
    Gauge unused =
        Gauge.builder("portcullis." + name + ".timestamp", millis, of -> of.get() / 1000.0)
            .description(description)
            .baseUnit("seconds")
            .register(registry);
    return millis;
  }

  /** The kernel was brought to the policy, or held it already. */
  public void brought(boolean committed, boolean repaired, Duration took, long tableReads) {
    durations.record(took);
    commits.increment(committed ? 1 : 0);
    repairs.increment(repaired ? 1 : 0);
    reads.set(tableReads);
  }

  /** It was not. */
  public void failed() {
    failures.increment();
  }

  /** Others committed to our table. */
  public void foreign(int changes) {
    drift.increment(changes);
  }

  /** How large the table is. */
  public void size(long setCount, long elementCount, long ruleCount) {
    sets.set(setCount);
    elements.set(elementCount);
    rules.set(ruleCount);
  }

  /** What the kernel holds was proven, at a time in milliseconds since 1970. */
  public void proven(long millis, long regions) {
    provenMillis.set(millis);
    provenRegions.set(regions);
  }

  /** Somebody else's change was undone, at a time in milliseconds since 1970. */
  public void drifted(long millis) {
    driftMillis.set(millis);
  }

  /** How the daemon is now. */
  public void status(long newRevision, long newGeneration, boolean isReady) {
    revision.set(newRevision);
    generation.set(newGeneration);
    ready.set(isReady ? 1 : 0);
    if (isReady) {
      staleSince.set(0);
    } else {
      boolean unused = staleSince.compareAndSet(0, Math.max(1, System.nanoTime()));
    }
  }

  private double staleSeconds() {
    long since = staleSince.get();
    return since == 0 ? 0 : (System.nanoTime() - since) / 1e9;
  }

  /** All of it, in Prometheus' text format. */
  String scrape(Optional<Hits> hits) {
    hits.ifPresent(this::show);
    return registry.scrape();
  }

  private void show(Hits read) {
    hidden.set(read.notShown());
    List<MultiGauge.Row<?>> rows =
        read.rows().stream()
            .map(
                row ->
                    MultiGauge.Row.of(
                        Tags.of(
                            "decision", row.decision(), "policy", row.policy(), "rule", row.rule()),
                        row.packets()))
            .collect(Collectors.toList());
    packets.register(rows, true);
  }
}
