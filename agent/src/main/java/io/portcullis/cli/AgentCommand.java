package io.portcullis.cli;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.Configuration;
import io.portcullis.agent.Desired;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.Programmed;
import io.portcullis.agent.Programmer;
import io.portcullis.agent.Proven;
import io.portcullis.agent.control.ControlServer;
import io.portcullis.agent.control.ControlSettings;
import io.portcullis.agent.daemon.Daemon;
import io.portcullis.agent.state.PolicyStore;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.ApiSettings;
import io.portcullis.policy.load.DaemonSettings;
import io.portcullis.policy.resolve.Finding;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code portcullis agent}. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  portcullis agent --policy-dir /etc/portcullis/policy",
      "  portcullis agent --once --policy-dir /etc/portcullis/policy --node node1",
      "  portcullis agent --check-config --config /etc/portcullis/config.yaml"
    },
    description = {
      "Keeps the kernel at what the policy of a directory says, until it is ended; or programs it"
          + " once.",
      "Whatever is wrong, the kernel keeps what it held before."
    })
final class AgentCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PolicyOptions options = new PolicyOptions();

  @Option(
      names = "--policy-dir",
      paramLabel = "DIR",
      description =
          "Where policy is: all .yaml, .yml and .json files (default: policyDir of FILE).")
  private Optional<Path> policyDir = Optional.empty();

  @Option(names = "--once", description = "Program the kernel, leave the table in place, and exit.")
  private boolean once;

  @Option(
      names = "--check-config",
      description = "Read the configuration, say what is wrong with it, and exit.")
  private boolean checkConfig;

  @Mixin private OutputOption output = new OutputOption();

  @Mixin private ApiOptions api = new ApiOptions();

  @Mixin private ForceOption force = new ForceOption();

  @Override
  public Integer call() throws InterruptedException {
    if (checkConfig) {
      return checkConfig();
    }
    Optional<Path> directory = policyDir.or(() -> options.configuration().policyDir());
    if (directory.isEmpty() && (once || api.none(options.configuration().api()))) {
      throw new ParameterException(
          spec.commandLine(), "no policy: give --policy-dir, or policyDir in --config");
    }
    return once ? once(directory.orElseThrow()) : daemon(directory);
  }

  private int daemon(Optional<Path> directory) throws InterruptedException {
    DaemonSettings how = options.configuration().daemon();
    // Before the first logger is made: logback.xml reads it.
    String unused =
        System.setProperty("portcullis.log", how.logFormat().name().toLowerCase(Locale.ROOT));
    DataplaneSettings dataplane = options.configuration().dataplane();
    ApiSettings offered = options.configuration().api();
    Optional<ControlSettings> settings = api.settings(spec.commandLine(), offered);
    PolicyStore store = new PolicyStore(directory, api.stateDir(offered));
    Daemon daemon = Daemon.start(store, directory, options.node(), dataplane, how);
    Optional<ControlServer> server;
    try {
      server =
          settings.map(of -> ControlServer.start(of, options.node(), dataplane, store, daemon));
    } catch (AgentException e) {
      daemon.close();
      throw e;
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.ifPresent(ControlServer::close);
                  daemon.close();
                  store.close();
                },
                "shutdown"));
    daemon.await();
    return daemon.crashed() ? ExitCode.USAGE.number() : 0;
  }

  private int checkConfig() {
    Configuration configuration = options.configuration();
    Optional<Path> directory = policyDir.or(configuration::policyDir);
    output.print(
        () -> checked(directory),
        () ->
            "the configuration is right; node %s, policy in %s%n"
                .formatted(
                    options.node(),
                    directory.map(Path::toString).orElse("no directory: give --policy-dir")));
    return 0;
  }

  private Map<String, Object> checked(Optional<Path> directory) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("right", true);
    out.put("node", options.node());
    directory.ifPresent(path -> out.put("policyDir", path.toString()));
    return out;
  }

  private int once(Path directory) {
    long started = System.nanoTime();
    Desired desired = options.desired(List.of(directory));
    List<Finding> findings = desired.findings();
    force.spare(desired, options.links());
    Findings.warn(spec.commandLine().getErr(), findings);
    Proven proven = Proven.of(desired.compiled());
    Programmed programmed =
        Programmer.program(proven, options.configuration().daemon().tableOwner());
    long millis = (System.nanoTime() - started) / 1_000_000;
    output.print(
        () -> tree(findings, proven, programmed, millis), () -> text(proven, programmed, millis));
    return 0;
  }

  private String text(Proven proven, Programmed programmed, long millis) {
    String what =
        programmed.changed()
            ? programmed.sent()
            : "the kernel holds this policy already, nothing sent";
    return "node %s: %s; proven over %d regions of packets, generation %d, %d ms%n"
        .formatted(options.node(), what, proven.regions(), programmed.generation(), millis);
  }

  private Map<String, Object> tree(
      List<Finding> findings, Proven proven, Programmed programmed, long millis) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("node", options.node());
    out.put("changed", programmed.changed());
    out.put("operations", programmed.operations());
    out.put("transactions", programmed.transactions());
    out.put("regions", proven.regions());
    out.put("generation", programmed.generation());
    out.put("attempts", programmed.attempts());
    out.put("millis", millis);
    out.put("findings", Findings.tree(findings));
    return out;
  }
}
