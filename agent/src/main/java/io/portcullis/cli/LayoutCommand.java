package io.portcullis.cli;

import io.portcullis.api.v1.GetLayoutRequest;
import io.portcullis.api.v1.Layout;
import io.portcullis.api.v1.LayoutChoice;
import io.portcullis.api.v1.LayoutShape;
import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.layout.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code portcullis layout}. */
@Command(
    name = "layout",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  portcullis layout"},
    description =
        "Says which maps the enforced policy became, what a packet pays for them by the cost model,"
            + " and what was weighed against them.")
final class LayoutCommand extends RemoteCommand implements Progress.TakesLong {

  @Override
  public Integer call() {
    Layout answer = agent.call("GetLayout", GetLayoutRequest.getDefaultInstance(), Layout.parser());
    List<Choice> choices = answer.getChoicesList().stream().map(LayoutCommand::choice).toList();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("revision", answer.getRevision());
    tree.putAll(LayoutText.tree(choices));
    print(tree, LayoutText.of(choices));
    return 0;
  }

  private static Choice choice(LayoutChoice choice) {
    return new Choice(
        choice.getStage(),
        choice.getSubject(),
        shape(choice.getTaken()),
        choice.getRejectedList().stream().map(LayoutCommand::shape).toList());
  }

  private static Shape shape(LayoutShape shape) {
    return new Shape(shape.getWhat(), shape.getMaps(), shape.getElements(), shape.getNanoseconds());
  }
}
