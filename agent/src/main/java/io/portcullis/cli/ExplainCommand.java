package io.portcullis.cli;

import io.portcullis.agent.Desired;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.HitCounter;
import io.portcullis.agent.Resolved;
import io.portcullis.compiler.explain.Explainer;
import io.portcullis.compiler.explain.Explanation;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code portcullis explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Says which policy, rule, file and line decide a packet.",
      "Exits 0 if it is allowed or continues, 1 if it is denied, 2 on an error."
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PolicyOptions options = new PolicyOptions();
  @Mixin private FileOptions files = new FileOptions();
  @Mixin private PacketOptions packet = new PacketOptions();
  @Mixin private WhyNotOption whyNot = new WhyNotOption();

  @Option(
      names = {"-o", "--output"},
      description = "text or json.",
      defaultValue = "text")
  private Format format = Format.TEXT;

  @Option(
      names = "--kernel",
      description =
          "Say also how many packets the kernel counted for what decides, if it holds this policy"
              + " and lets this user look.")
  private boolean kernel;

  @Override
  public Integer call() {
    Resolved resolved = options.resolved(files.paths());
    Desired desired = Desired.of(resolved);
    Packet asked = packet.packet(spec.commandLine(), options.links());
    List<String> whyNot = this.whyNot.lines(spec.commandLine(), resolved, asked);
    Findings.warn(spec.commandLine().getErr(), desired.findings());
    Explanation explanation = Explainer.explain(desired.compiled(), asked);
    Optional<HitCounter> hits =
        kernel
            ? Optional.of(HitCounter.read(desired.compiled(), explanation.decision()))
            : Optional.empty();
    spec.commandLine()
        .getOut()
        .print(
            format == Format.JSON
                ? Json.text(tree(explanation, hits, whyNot))
                : explanation.text() + text(hits, whyNot));
    spec.commandLine().getOut().flush();
    return explanation.decision().drops() ? ExitCode.DENIED.number() : ExitCode.OK.number();
  }

  private static String text(Optional<HitCounter> hits, List<String> whyNot) {
    StringBuilder out = new StringBuilder();
    hits.ifPresent(
        of ->
            out.append("  hits: ")
                .append(
                    of.packets()
                        .map(packets -> packets + " packets")
                        .orElseGet(() -> "not known: " + of.why()))
                .append('\n'));
    if (!whyNot.isEmpty()) {
      out.append("  why not:\n");
      whyNot.forEach(line -> out.append("    ").append(line).append('\n'));
    }
    return out.toString();
  }

  private static Map<String, Object> tree(
      Explanation explanation, Optional<HitCounter> hits, List<String> whyNot) {
    Map<String, Object> out = explanation.toTree();
    hits.ifPresent(
        of ->
            of.packets()
                .ifPresentOrElse(
                    packets -> out.put("hits", packets), () -> out.put("hitsUnknown", of.why())));
    if (!whyNot.isEmpty()) {
      out.put("whyNot", whyNot);
    }
    return out;
  }
}
