package io.portcullis.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What a command prints, for people or for programs. */
abstract class Output {

  // None if the arguments were read without picocli.
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** What was asked for. */
  abstract Format format();

  /** Whether a person reads it. */
  final boolean isText() {
    return format() == Format.TEXT;
  }

  /** Prints what was asked for; several trees in one run are objects, or documents, in a row. */
  final void print(Supplier<Map<String, Object>> tree, Supplier<String> text) {
    PrintWriter out = spec == null ? Plain.out() : spec.commandLine().getOut();
    out.print(
        switch (format()) {
          case TEXT -> text.get();
          case JSON -> Json.text(tree.get());
          case YAML -> yaml(tree.get());
        });
    out.flush();
  }

  private static String yaml(Map<String, Object> tree) {
    DumpSettings settings =
        DumpSettings.builder().setExplicitStart(true).setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings).dumpToString(tree);
  }
}
