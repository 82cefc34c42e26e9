package io.portcullis.agent.state;

import io.portcullis.policy.load.SourceText;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts of some sources that come one after the other; what revisions share when others change.
 *
 * @param texts of each source
 * @param flat the same in one list
 */
record TextBlock(List<List<SourceText>> texts, List<SourceText> flat) {

  /** Sources of each block but the last: about the root of as many as are expected at most. */
  static final int SIZE = 128;

  TextBlock {
    texts = List.copyOf(texts);
    flat = List.copyOf(flat);
  }

  private static TextBlock block(List<List<SourceText>> texts) {
    List<SourceText> flat = new ArrayList<>(2 * texts.size());
    texts.forEach(flat::addAll);
    return new TextBlock(texts, flat);
  }

  /** The blocks of many sources. */
  static TextBlock[] of(List<List<SourceText>> texts) {
    TextBlock[] out = new TextBlock[(texts.size() + SIZE - 1) / SIZE];
    for (int i = 0; i < out.length; i++) {
      out[i] = block(texts.subList(i * SIZE, Math.min(texts.size(), (i + 1) * SIZE)));
    }
    return out;
  }

  /** With other texts of one source. */
  TextBlock with(int at, List<SourceText> of) {
    List<List<SourceText>> next = new ArrayList<>(texts);
    next.set(at, of);
    return block(next);
  }
}
