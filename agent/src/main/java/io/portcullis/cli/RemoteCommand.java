package io.portcullis.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that talks to the agent. */
abstract class RemoteCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ControlClient agent = new ControlClient();
  @Mixin OutputOption output = new OutputOption();

  /** Prints one of both. */
  final void print(Map<String, Object> tree, String text) {
    output.print(() -> tree, () -> text);
  }
}
