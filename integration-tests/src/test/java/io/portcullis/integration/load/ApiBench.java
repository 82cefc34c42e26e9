package io.portcullis.integration.load;

import io.portcullis.api.v1.Document;
import io.portcullis.api.v1.GetRequest;
import io.portcullis.api.v1.Status;
import io.portcullis.integration.packets.Machine;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * {@code ./portcullis bench api}: measures, and writes a table and a histogram. Exit code 0 if it
 * could, and every answer was true; 1 if one was not; 2 if it could not measure.
 */
public final class ApiBench {

  private static final long SEED = 20_261_129;
  private static final int CONNECTIONS = 10;

  private final LoadOptions options;
  private final PrintStream err;
  private final Tenants tenants;
  private final Path directory;
  private final List<String> flags;

  private ApiBench(LoadOptions options, PrintStream err, Path directory) {
    this.options = options;
    this.err = err;
    this.tenants = new Tenants(options.tenants(), options.nets(), options.changes());
    this.directory = directory;
    this.flags =
        List.of(
            options
                .flags()
                .orElseGet(() -> System.getProperty("portcullis.agent.flags", "-Xmx1g"))
                .split(" "));
  }

  /** Measures, and exits. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  private static int run(String[] arguments, PrintStream out, PrintStream err) {
    LoadOptions options;
    try {
      options = LoadOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      err.println("portcullis: error: " + e.getMessage());
      err.print(
          """
          usage: portcullis bench api [--quick] [--policies N] [--rate N] [--change members|rules] [--tls] [--jvm FLAGS] [--out DIRECTORY]
            --quick      a shorter one, in a minute
            --policies   sources of one policy and one set of ten CIDRs (10000)
            --rate       applies a second (1000)
            --change     what an apply changes: a net of the set, or a rule of the policy (members)
            --tls        over TCP with mutual TLS, and not over the socket
            --jvm        flags of the agent's JVM, in place of the launcher's
            --out        where table and plot go; without it, a full run writes docs/benchmarks/,
                         and any other only prints
          """);
      return 2;
    }
    try {
      Path directory = Files.createTempDirectory("api-load");
      try {
        LoadReport report = new ApiBench(options, err, directory).measure();
        out.print(report.text());
        if (options.out().isPresent()) {
          report.write(options.out().get());
          err.println("written to " + options.out().get());
        }
        return 0;
      } catch (IllegalStateException e) {
        err.println("portcullis: error: " + e.getMessage() + "; the agent said last:");
        err.println(AgentRun.said(directory));
        return 2;
      } finally {
        delete(directory);
      }
    } catch (WrongAnswer e) {
      err.println("portcullis: error: " + e.getMessage());
      return 1;
    } catch (Exception e) {
      err.println("portcullis: error: " + e);
      return 2;
    }
  }

  /** An apply was acknowledged that is not enforced, or not kept. */
  private static final class WrongAnswer extends Exception {

    private static final long serialVersionUID = 1L;

    WrongAnswer(String what) {
      super(what);
    }
  }

  private LoadReport measure() throws Exception {
    Machine before = Machine.now();
    try (NetworkNamespace namespace = NetworkNamespace.create("guarded");
        Packets packets = new Packets(namespace)) {
      Load load;
      Load.Result result;
      double filled;
      double cpu;
      long resident;
      int samples;
      Door door = options.tls() ? Door.tls(namespace, directory) : Door.socket();
      try (AgentRun agent = AgentRun.start(namespace, directory, flags, door.arguments());
          Client client = door.open(agent, CONNECTIONS)) {
        Status unused = client.await(status -> true, agent::isAlive);
        load = new Load(client, tenants, SEED);
        err.printf(
            "%,d policies, %,d CIDRs ...%n", tenants.count(), tenants.count() * tenants.nets());
        long began = System.nanoTime();
        load.fill(done -> err.printf("  %,d are enforced%n", done));
        filled = seconds(began);
        err.printf("%,d applies a second, to warm up ...%n", options.perSecond());
        Load.Result warm = load.run(options.perSecond(), options.warmUp(), second -> {});
        err.printf("  median %.2f ms; %s%n", warm.enforced().quantile(0.5), warm.refused());
        err.println("and to measure ...");
        long cpuBefore = agent.cpuMillis();
        long started = System.nanoTime();
        result =
            load.run(
                options.perSecond(),
                options.seconds(),
                second -> {
                  if (second % 10 == 9) {
                    err.printf("  %d s of %d%n", second + 1, options.seconds());
                  }
                });
        cpu = (agent.cpuMillis() - cpuBefore) / 1e3 / seconds(started);
        err.printf("and answers checked by packets, at the same rate ...%n");
        samples = sample(load, client, packets);
        resident = agent.resident();
      }
      double disk = size(directory.resolve("state")) / 1048576.0;
      err.println("killed, and started again ...");
      double restarted = restart(namespace, door, load);
      return new LoadReport(
          before,
          Machine.now(),
          options,
          String.join(" ", flags),
          filled,
          result,
          resident,
          cpu,
          disk,
          samples,
          restarted);
    }
  }

  /** While the load goes on: a source's next version lets another packet in, at its answer. */
  private int sample(Load load, Client client, Packets packets) throws Exception {
    Thread noise =
        new Thread(
            () -> {
              try {
                Load.Result unused =
                    load.run(options.perSecond(), 2 + options.samples() / 50, second -> {});
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "load");
    noise.start();
    Random random = new Random(SEED);
    int checked = 0;
    for (int i = 0; i < 20 * options.samples() && checked < options.samples(); i++) {
      int source = random.nextInt(tenants.count());
      if (!load.take(source)) {
        continue;
      }
      int version = load.version(source) + 1;
      var unused = client.calls().apply(tenants.apply(source, version));
      boolean now = packets.passes(Tenants.changing(source, version), Tenants.port(source), 2 * i);
      boolean old =
          packets.passes(Tenants.changing(source, version - 1), Tenants.port(source), 2 * i + 1);
      if (!now || old) {
        throw new WrongAnswer(
            ("source %d was answered at version %d, but the packet that it lets in %s, and the one"
                    + " that it no longer does %s")
                .formatted(source, version, word(now), word(old)));
      }
      load.giveBack(source, version);
      checked++;
    }
    noise.join();
    return checked;
  }

  private static String word(boolean passes) {
    return passes ? "passes" : "is dropped";
  }

  private double restart(NetworkNamespace namespace, Door door, Load load) throws Exception {
    long began = System.nanoTime();
    try (AgentRun agent = AgentRun.start(namespace, directory, flags, door.arguments());
        Client client = door.open(agent, 1)) {
      Status unused = client.await(Status::getReady, agent::isAlive);
      double took = seconds(began);
      for (int source = 0; source < tenants.count(); source += Math.max(1, tenants.count() / 500)) {
        if (load.take(source)) {
          requireKept(client, source, load.version(source));
        }
      }
      return took;
    }
  }

  private void requireKept(Client client, int source, int version) throws WrongAnswer {
    List<Document> kept =
        client
            .calls()
            .get(GetRequest.newBuilder().setSource(Tenants.name(source)).build())
            .getDocumentsList();
    if (!kept.equals(tenants.apply(source, version).getDocumentsList())) {
      throw new WrongAnswer(
          "source %d was answered at version %d, which is not there after kill -9"
              .formatted(source, version));
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
