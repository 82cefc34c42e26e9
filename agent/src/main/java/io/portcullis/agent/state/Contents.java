package io.portcullis.agent.state;

import io.portcullis.policy.load.SourceText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All policy there is, by source.
 *
 * @param directory texts of the policy directory; none without one
 * @param sources texts of each source of the control API, by its name; none is empty
 */
public record Contents(List<SourceText> directory, SortedMap<String, List<SourceText>> sources) {

  /** No policy. */
  public static final Contents NONE = new Contents(List.of(), new TreeMap<>());

  /** The name by which the directory is spoken of; no source of the API may have it. */
  public static final String DIRECTORY = "policy-dir";

  public Contents {
    directory = List.copyOf(directory);
    SortedMap<String, List<SourceText>> copy = new TreeMap<>();
    sources.forEach(
        (name, texts) -> {
          if (!texts.isEmpty()) {
            copy.put(name, List.copyOf(texts));
          }
        });
    sources = Collections.unmodifiableSortedMap(copy);
  }

  /** With another directory. */
  public Contents withDirectory(List<SourceText> texts) {
    return new Contents(texts, sources);
  }

  /** With one source exchanged as a whole; without it, if there are no texts. */
  public Contents with(String source, List<SourceText> texts) {
    SortedMap<String, List<SourceText>> next = new TreeMap<>(sources);
    next.put(source, texts);
    return new Contents(directory, next);
  }

  /** With all of the API's sources exchanged. */
  public Contents withSources(Map<String, List<SourceText>> next) {
    return new Contents(directory, new TreeMap<>(next));
  }

  /**
   * All texts: the directory's first, then the sources' by name. A source's text is named {@code
   * source:document}, so that a position in it names the source.
   */
  public List<SourceText> texts() {
    List<SourceText> all = new ArrayList<>(directory);
    sources.values().forEach(all::addAll);
    return List.copyOf(all);
  }
}
