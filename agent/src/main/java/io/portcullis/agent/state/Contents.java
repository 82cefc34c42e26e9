package io.portcullis.agent.state;

import io.portcullis.policy.load.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All policy there is, by source.
 *
 * @param directory texts of the policy directory; none without one
 * @param sources texts of each source of the control API, in the order of their names; none is
 *     empty
 */
public record Contents(List<SourceText> directory, Map<String, List<SourceText>> sources) {

  /** No policy. */
  public static final Contents NONE = new Contents(List.of(), Map.of());

  /** The name by which the directory is spoken of; no source of the API may have it. */
  public static final String DIRECTORY = "policy-dir";

  public Contents {
    directory = List.copyOf(directory);
    sources = NamedTexts.of(sources);
  }

  /** With another directory. */
  public Contents withDirectory(List<SourceText> texts) {
    return new Contents(texts, sources);
  }

  /** With one source exchanged as a whole; without it, if there are no texts. */
  public Contents with(String source, List<SourceText> texts) {
    return new Contents(directory, NamedTexts.of(sources).with(source, texts));
  }

  /** With all of the API's sources exchanged. */
  public Contents withSources(Map<String, List<SourceText>> next) {
    return new Contents(directory, next);
  }

  /**
   * All texts: the directory's first, then the sources' by name. A source's text is named {@code
   * source:document}, so that a position in it names the source.
   */
  public List<SourceText> texts() {
    List<SourceText> all = new ArrayList<>(directory.size() + 2 * sources.size());
    all.addAll(directory);
    NamedTexts.of(sources).into(all);
    return List.copyOf(all);
  }
}
