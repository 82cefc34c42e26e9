package io.portcullis.agent.control;

import io.portcullis.agent.state.Contents;
import io.portcullis.agent.state.Outcome;
import io.portcullis.agent.state.Revision;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.Document;
import io.portcullis.api.v1.Drift;
import io.portcullis.api.v1.Finding;
import io.portcullis.api.v1.LastProof;
import io.portcullis.api.v1.LayoutChoice;
import io.portcullis.api.v1.LayoutShape;
import io.portcullis.api.v1.Position;
import io.portcullis.api.v1.ResourceChange;
import io.portcullis.api.v1.Source;
import io.portcullis.api.v1.Trial;
import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.layout.Shape;
import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.load.SourceText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The agent's records as the API's messages, and back. */
final class Messages {

  /** Documents of one source at most. */
  private static final int DOCUMENTS = 20_000;

  private Messages() {}

  /** A source's name, if it can be one. */
  static String source(String name) {
    if (!name.matches("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?")) {
      throw Statuses.invalid(
          "source",
          "'" + name + "' is no name: up to 63 of a-z, 0-9, - and ., a letter or digit first");
    }
    if (name.equals(Contents.DIRECTORY)) {
      throw Statuses.invalid(
          "source", name + " is the policy directory: change its files, or take another name");
    }
    return name;
  }

  /** Documents of a source, if their names tell them apart. */
  static List<SourceText> texts(String source, List<Document> documents) {
    if (documents.size() > DOCUMENTS) {
      throw Statuses.invalid("documents", documents.size() + " are too many: at most " + DOCUMENTS);
    }
    Set<String> names = new HashSet<>();
    List<SourceText> texts = new ArrayList<>(documents.size());
    for (int i = 0; i < documents.size(); i++) {
      String name = documents.get(i).getName();
      String field = "documents[" + i + "].name";
      if (name.isEmpty() || name.length() > 255 || name.chars().anyMatch(Character::isISOControl)) {
        throw Statuses.invalid(field, "a name has 1 to 255 characters, and no control characters");
      }
      if (!names.add(name)) {
        throw Statuses.invalid(field, name + " is there twice");
      }
      texts.add(new SourceText(source + ":" + name, documents.get(i).getText()));
    }
    return texts;
  }

  static Document document(String source, SourceText text) {
    return Document.newBuilder()
        .setName(text.name().substring(source.length() + 1))
        .setText(text.text())
        .build();
  }

  static Position position(SourcePosition position) {
    return Position.newBuilder()
        .setSource(position.source())
        .setLine(position.line())
        .setColumn(position.column())
        .build();
  }

  static Finding finding(io.portcullis.policy.resolve.Finding finding) {
    return Finding.newBuilder()
        .setPosition(position(finding.position()))
        .setMessage(finding.message())
        .build();
  }

  static ResourceChange change(io.portcullis.policy.compare.ResourceChange change) {
    return ResourceChange.newBuilder()
        .setChange(change.how().name().toLowerCase(Locale.ROOT))
        .setKind(change.kind())
        .setName(change.name())
        .addAllLines(change.details())
        .build();
  }

  static LayoutChoice choice(Choice choice) {
    return LayoutChoice.newBuilder()
        .setStage(choice.stage())
        .setSubject(choice.subject())
        .setTaken(shape(choice.chosen()))
        .addAllRejected(choice.rejected().stream().map(Messages::shape).toList())
        .build();
  }

  private static LayoutShape shape(Shape shape) {
    return LayoutShape.newBuilder()
        .setWhat(shape.what())
        .setNanoseconds(shape.nanoseconds())
        .setMaps(shape.maps())
        .setElements(shape.elements())
        .build();
  }

  static LastProof proof(io.portcullis.agent.daemon.LastProof proof) {
    return LastProof.newBuilder().setMillis(proof.millis()).setRegions(proof.regions()).build();
  }

  static Drift drift(io.portcullis.agent.daemon.Drift drift) {
    return Drift.newBuilder()
        .setMillis(drift.millis())
        .setProcess(drift.processName().orElse(""))
        .setPid(drift.process().orElse(0))
        .addAllWhat(drift.what().stream().sorted().toList())
        .build();
  }

  static Trial trial(Revision.Trial trial) {
    return Trial.newBuilder()
        .setRevision(trial.revision())
        .setDeadlineMillis(trial.deadlineMillis())
        .build();
  }

  static ApplyResponse.Builder applied(Outcome outcome) {
    return ApplyResponse.newBuilder()
        .setRevision(outcome.revision())
        .setChanged(outcome.changed())
        .setOperations(outcome.operations())
        .setGeneration(outcome.generation())
        .setMillis(outcome.millis());
  }

  static List<Source> sources(Contents contents) {
    List<Source> all = new ArrayList<>();
    if (!contents.directory().isEmpty()) {
      all.add(
          Source.newBuilder()
              .setName(Contents.DIRECTORY)
              .setDocuments(contents.directory().size())
              .setDirectory(true)
              .build());
    }
    contents
        .sources()
        .forEach(
            (name, texts) ->
                all.add(Source.newBuilder().setName(name).setDocuments(texts.size()).build()));
    return all;
  }
}
