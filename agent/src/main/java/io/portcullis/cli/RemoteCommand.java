package io.portcullis.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that talks to the agent. */
abstract class RemoteCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ControlClient agent = new ControlClient();

  @Option(
      names = {"-o", "--output"},
      description = "text or json.",
      defaultValue = "text")
  Format format = Format.TEXT;

  /** Prints one of both. */
  final void print(Map<String, Object> tree, String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(format == Format.JSON ? Json.text(tree) : text);
    out.flush();
  }
}
