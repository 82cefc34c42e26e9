package io.portcullis.agent.state;

import io.portcullis.policy.load.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a state directory as it was before there was a log. */
final class OldFiles {

  private OldFiles() {}

  static void write(Path directory, List<Revision> revisions) throws IOException {
    Path texts = Files.createDirectories(directory.resolve("texts"));
    Path numbers = Files.createDirectories(directory.resolve("revisions"));
    for (Revision revision : revisions) {
      for (SourceText text : revision.contents().texts()) {
        Files.writeString(texts.resolve(Manifest.digest(text.text())), text.text());
      }
      Files.writeString(numbers.resolve(Long.toString(revision.number())), manifest(revision));
    }
  }

  private static String manifest(Revision revision) {
    StringBuilder out = new StringBuilder("portcullis-state 1\n");
    Lines.line(out, "revision", Long.toString(revision.number()));
    Lines.line(out, "millis", Long.toString(revision.millis()));
    Lines.line(out, "by", Lines.escape(revision.by()));
    Lines.line(out, "what", Lines.escape(revision.what()));
    revision.withdrawn().ifPresent(digest -> Lines.line(out, "withdrawn", digest));
    revision.trial().ifPresent(trial -> Lines.line(out, "trial", Lines.trial(trial)));
    for (SourceText text : revision.contents().directory()) {
      Lines.line(out, "directory", Manifest.digest(text.text()) + " " + Lines.escape(text.name()));
    }
    revision
        .contents()
        .sources()
        .forEach(
            (source, of) ->
                of.forEach(
                    text ->
                        Lines.line(
                            out,
                            "source",
                            source
                                + " "
                                + Manifest.digest(text.text())
                                + " "
                                + Lines.escape(text.name()))));
    Lines.line(out, "end", Manifest.digest(out.toString()));
    return out.toString();
  }
}
