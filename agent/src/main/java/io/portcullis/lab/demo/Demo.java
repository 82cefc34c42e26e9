package io.portcullis.lab.demo;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.Desired;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.HostLinks;
import io.portcullis.agent.PolicyFiles;
import io.portcullis.agent.Programmed;
import io.portcullis.agent.Programmer;
import io.portcullis.agent.Proven;
import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.explain.Explainer;
import io.portcullis.lab.LabException;
import io.portcullis.lab.probe.Answer;
import io.portcullis.lab.probe.Prober;
import io.portcullis.netlink.sys.SystemCallException;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.load.SourceText;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Runs the demo. All that it makes is in anonymous namespaces of this process, and ends with them;
 * the network of the machine it runs on is not touched.
 */
public final class Demo {

  private static final String NODE = "node1";

  private final Path policyDir;
  private final Consumer<String> progress;

  private Demo(Path policyDir, Consumer<String> progress) {
    this.policyDir = policyDir;
    this.progress = progress;
  }

  /**
   * Asks all probes, first without policy and then with it.
   *
   * @param policyDir with the policy to load; what is expected is stated for
   *     docs/examples/nodeports, so another policy shows where it differs
   * @param progress told what is being done, in a few words
   * @throws AgentException if the policy cannot be read, is invalid, or cannot be loaded, or if the
   *     lab cannot be made
   */
  public static DemoResult run(Path policyDir, Consumer<String> progress) {
    try {
      return new Demo(policyDir, progress).run();
    } catch (LabException e) {
      throw new AgentException(
              ExitCode.USAGE,
              String.valueOf(e.getMessage()),
              "the demo needs the program nft: apt-get install nftables")
          .causedBy(e);
    } catch (SystemCallException e) {
      throw new AgentException(
              ExitCode.NOT_PERMITTED,
              "the lab cannot be made: " + e.getMessage(),
              "run it as root: network namespaces need CAP_SYS_ADMIN and CAP_NET_ADMIN")
          .causedBy(e);
    }
  }

  /**
   * Some containers have it off; the lab's namespaces have it on, but the JVM does not look there.
   */
  private static void requireIpv6() {
    try {
      DatagramChannel.open(StandardProtocolFamily.INET6).close();
    } catch (UnsupportedOperationException | IOException e) {
      throw new AgentException(
              ExitCode.USAGE,
              "the demo probes over IPv6, which Java takes to be off where no link has an IPv6 address",
              "give one to lo: sysctl -w net.ipv6.conf.lo.disable_ipv6=0, ip link set lo up")
          .causedBy(e);
    }
  }

  private DemoResult run() {
    long started = System.nanoTime();
    // Read first: an error in it is told before anything is made.
    List<SourceText> texts = PolicyFiles.read(List.of(policyDir));
    Desired.of(texts, NODE, List.of(), DataplaneSettings.defaults());
    requireIpv6();
    progress.accept("making the lab: 8 network namespaces, servers, NodePort DNAT");
    try (DemoLab lab = DemoLab.create()) {
      List<Question> questions = Questions.all(lab.topology());
      progress.accept(questions.size() + " probes without policy");
      lab.clientPorts(32_768, 46_000);
      List<Answer> unguarded =
          Prober.ask(questions.stream().map(Question::unguardedProbe).toList());
      progress.accept("programming node1 with " + policyDir);
      CompiledPolicy compiled = program(lab, texts);
      progress.accept(questions.size() + " probes under policy");
      lab.clientPorts(46_001, 60_999);
      Counters before = in(lab, () -> Counters.read(compiled));
      List<Answer> got = Prober.ask(questions.stream().map(Question::guardedProbe).toList());
      Counters after = in(lab, () -> Counters.read(compiled));
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < questions.size(); i++) {
        Question question = questions.get(i);
        Decision decision = Explainer.explain(compiled, question.packet()).decision();
        rows.add(new Row(question, decision, unguarded.get(i), got.get(i)));
      }
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      return new DemoResult(policyDir, rows, hits(rows, before, after), took);
    }
  }

  private CompiledPolicy program(DemoLab lab, List<SourceText> texts) {
    return in(
        lab,
        () -> {
          Desired desired = Desired.of(texts, NODE, HostLinks.read(), DataplaneSettings.defaults());
          desired.findings().forEach(finding -> progress.accept("warning: " + finding));
          Programmed programmed = Programmer.program(Proven.of(desired.compiled()));
          progress.accept(programmed.sent() + ", and read back");
          return desired.compiled();
        });
  }

  private static List<Hits> hits(List<Row> rows, Counters before, Counters after) {
    Map<Decider, Integer> probes = new LinkedHashMap<>();
    rows.forEach(row -> probes.merge(Decider.of(row.decision()), 1, Integer::sum));
    List<Hits> hits = new ArrayList<>();
    probes.forEach(
        (decider, count) -> hits.add(new Hits(decider, count, after.since(before, decider))));
    // What decided although no probe was meant for it has to be seen too.
    for (Decider decider : after.packets().keySet()) {
      long packets = after.since(before, decider);
      if (decider.countsProbes() && packets > 0 && !probes.containsKey(decider)) {
        hits.add(new Hits(decider, 0, packets));
      }
    }
    return hits;
  }

  /** Runs a task on the guarded node's thread. */
  private static <T> T in(DemoLab lab, Callable<T> task) {
    try {
      return lab.guarded().call(task);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new LabException("node1: " + e.getMessage(), e);
    }
  }
}
