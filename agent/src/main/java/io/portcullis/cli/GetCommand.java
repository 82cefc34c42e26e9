package io.portcullis.cli;

import io.portcullis.api.v1.Document;
import io.portcullis.api.v1.GetRequest;
import io.portcullis.api.v1.GetResponse;
import io.portcullis.api.v1.ListRequest;
import io.portcullis.api.v1.ListResponse;
import io.portcullis.api.v1.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code portcullis get}. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  portcullis get",
      "  portcullis get --kind GlobalNetworkPolicy",
      "  portcullis get team-a"
    },
    description = {
      "Lists the resources that are enforced, with the source, document and line of each; or prints"
          + " the documents of one source as they were applied."
    })
final class GetCommand extends ReadCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "SOURCE",
      defaultValue = "",
      description = "Print the documents of this source; policy-dir is the policy directory.")
  private String source = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "",
      description = "List only resources of this kind.")
  private String kind = "";

  @Override
  int read() {
    return source.isEmpty() ? list() : documents();
  }

  private int list() {
    ListResponse answer =
        agent.call("List", ListRequest.newBuilder().setKind(kind).build(), ListResponse.parser());
    output.print(() -> tree(answer), () -> text(answer));
    return 0;
  }

  private static Map<String, Object> tree(ListResponse answer) {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (Resource resource : answer.getResourcesList()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("kind", resource.getKind());
      tree.put("name", resource.getName());
      tree.putAll(Answers.tree(resource.getPosition()));
      trees.add(tree);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("revision", answer.getRevision());
    tree.put("resources", trees);
    return tree;
  }

  private static String text(ListResponse answer) {
    StringBuilder text = new StringBuilder();
    int kinds = width(answer, true);
    int names = width(answer, false);
    for (Resource resource : answer.getResourcesList()) {
      // Not by a format, which takes longer than all the rest where there are thousands.
      padded(text, resource.getKind(), kinds);
      padded(text, resource.getName(), names);
      text.append(resource.getPosition().getSource())
          .append(':')
          .append(resource.getPosition().getLine())
          .append(System.lineSeparator());
    }
    return text.toString();
  }

  private static void padded(StringBuilder out, String word, int width) {
    out.append(word).append(" ".repeat(width - word.length() + 2));
  }

  private static int width(ListResponse answer, boolean kind) {
    return answer.getResourcesList().stream()
        .mapToInt(resource -> (kind ? resource.getKind() : resource.getName()).length())
        .max()
        .orElse(1);
  }

  private int documents() {
    GetResponse answer =
        agent.call("Get", GetRequest.newBuilder().setSource(source).build(), GetResponse.parser());
    List<Map<String, Object>> trees = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Document document : answer.getDocumentsList()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", document.getName());
      one.put("text", document.getText());
      trees.add(one);
      text.append(text.isEmpty() ? "" : "---\n")
          .append("# ")
          .append(document.getName())
          .append('\n')
          .append(document.getText());
      if (!document.getText().endsWith("\n")) {
        text.append('\n');
      }
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("revision", answer.getRevision());
    tree.put("documents", trees);
    print(tree, text.toString());
    return 0;
  }

  @Override
  boolean take(String word, Words words) {
    if (!word.equals("--kind")) {
      return super.take(word, words);
    }
    Optional<String> said = words.value(word);
    kind = said.orElse(kind);
    return said.isPresent();
  }
}
