package io.portcullis.cli;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.host.HookList;
import io.portcullis.agent.host.HostFacts;
import io.portcullis.agent.host.HostReader;
import io.portcullis.agent.host.KernelTrials;
import io.portcullis.agent.host.Neighbours;
import io.portcullis.agent.host.Remark;
import io.portcullis.agent.host.Remark.Level;
import io.portcullis.api.v1.GetStatusRequest;
import io.portcullis.api.v1.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code portcullis doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  portcullis doctor", "  portcullis doctor -o json"},
    description = {
      "Says what this kernel can do, who else is on the way of packets, and what each of them means"
          + " for policy.",
      "Tries the kernel in network namespaces of its own, and changes nothing. Needs root.",
      "Exits 0, or 1 if something keeps policy from working."
    })
final class DoctorCommand implements Callable<Integer>, Progress.TakesLong {

  @Mixin private ControlClient agent = new ControlClient();
  @Mixin private OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    HostFacts facts = HostReader.read();
    List<Remark> kernel = KernelTrials.run();
    List<HookList.Hook> hooks = HookList.of(facts);
    List<Remark> neighbours = new ArrayList<>(Neighbours.of(facts));
    neighbours.add(agent());
    String version = System.getProperty("os.version", "");
    output.print(
        () -> tree(version, kernel, hooks, neighbours),
        () ->
            Style.heading("kernel " + version)
                + System.lineSeparator()
                + Remarks.text(kernel)
                + Style.heading("packets that come in meet, in this order")
                + System.lineSeparator()
                + Remarks.hooks(hooks)
                + Style.heading("here")
                + System.lineSeparator()
                + Remarks.text(neighbours));
    boolean broken =
        kernel.stream().anyMatch(DoctorCommand::isError)
            || neighbours.stream().anyMatch(DoctorCommand::isError);
    return broken ? ExitCode.DENIED.number() : ExitCode.OK.number();
  }

  private static boolean isError(Remark remark) {
    return remark.level() == Level.ERROR;
  }

  private Remark agent() {
    try {
      Status status =
          agent.call("GetStatus", GetStatusRequest.getDefaultInstance(), Status.parser());
      return status.getReady()
          ? new Remark(Level.OK, "agent", "holds revision " + status.getRevision(), "", "")
          : new Remark(
              Level.WARNING,
              "agent",
              "is not ready: " + status.getProblem(),
              "the kernel holds what was right before",
              "see its log, and portcullis status");
    } catch (AgentException e) {
      return new Remark(
          Level.NOTE,
          "agent",
          String.valueOf(e.getMessage()),
          "nobody follows policy or repairs the table; what the kernel holds, it enforces",
          "");
    }
  }

  private static Map<String, Object> tree(
      String version, List<Remark> kernel, List<HookList.Hook> hooks, List<Remark> neighbours) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("version", version);
    out.put("kernel", Remarks.tree(kernel));
    out.put("hooks", Remarks.hookTrees(hooks));
    out.put("neighbours", Remarks.tree(neighbours));
    return out;
  }
}
