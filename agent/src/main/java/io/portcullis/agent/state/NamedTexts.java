package io.portcullis.agent.state;

import io.portcullis.policy.load.SourceText;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Texts of sources by name, in the order of names; never changes. Names are an array, and texts are
 * in {@link TextBlock}s: with ten thousand sources, one that differs in one of them shares all but
 * one block with it, and is compared with it by blocks. No source is without texts.
 */
final class NamedTexts extends AbstractMap<String, List<SourceText>> {

  static final NamedTexts NONE = new NamedTexts(new String[0], List.of());

  private final String[] names;
  private final TextBlock[] blocks;

  private NamedTexts(String[] names, List<List<SourceText>> texts) {
    this(names, TextBlock.of(texts));
  }

  private NamedTexts(String[] names, TextBlock[] blocks) {
    this.names = names;
    this.blocks = blocks;
  }

  /** The same in this form; sources without texts are left out. */
  static NamedTexts of(Map<String, List<SourceText>> sources) {
    if (sources instanceof NamedTexts known) {
      return known;
    }
    List<String> names = new ArrayList<>();
    List<List<SourceText>> texts = new ArrayList<>();
    new TreeMap<>(sources)
        .forEach(
            (name, of) -> {
              if (!of.isEmpty()) {
                names.add(name);
                texts.add(List.copyOf(of));
              }
            });
    return new NamedTexts(names.toArray(String[]::new), texts);
  }

  /** With one source exchanged; without it, if there are no texts. */
  NamedTexts with(String name, List<SourceText> of) {
    int at = Arrays.binarySearch(names, name);
    if (at < 0 && of.isEmpty()) {
      return this;
    }
    if (at >= 0 && !of.isEmpty()) {
      TextBlock[] next = blocks.clone();
      int block = at / TextBlock.SIZE;
      next[block] = next[block].with(at % TextBlock.SIZE, List.copyOf(of));
      return new NamedTexts(names, next);
    }
    int place = at < 0 ? -at - 1 : at;
    List<String> nextNames = new ArrayList<>(Arrays.asList(names));
    List<List<SourceText>> next = new ArrayList<>(names.length + 1);
    for (TextBlock block : blocks) {
      next.addAll(block.texts());
    }
    if (at < 0) {
      nextNames.add(place, name);
      next.add(place, List.copyOf(of));
    } else {
      String unused = nextNames.remove(place);
      List<SourceText> unusedToo = next.remove(place);
    }
    return new NamedTexts(nextNames.toArray(String[]::new), next);
  }

  private List<SourceText> texts(int at) {
    return blocks[at / TextBlock.SIZE].texts().get(at % TextBlock.SIZE);
  }

  /** All texts, in order. */
  void into(List<SourceText> out) {
    for (TextBlock block : blocks) {
      out.addAll(block.flat());
    }
  }

  /** Tells of each name whose texts are others than before; none of one that is gone. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // Nearly all are the same objects.
  void since(NamedTexts before, BiConsumer<String, List<SourceText>> out) {
    boolean inPlace = names == before.names;
    int was = 0;
    int is = 0;
    while (was < before.names.length || is < names.length) {
      if (inPlace && is % TextBlock.SIZE == 0 && sharesBlock(before, is / TextBlock.SIZE)) {
        is = Math.min(names.length, is + TextBlock.SIZE);
        was = is;
        continue;
      }
      int order =
          was == before.names.length
              ? 1
              : is == names.length
                  ? -1
                  : names[is] == before.names[was] ? 0 : before.names[was].compareTo(names[is]);
      if (order < 0) {
        out.accept(before.names[was++], List.of());
      } else if (order > 0) {
        out.accept(names[is], texts(is++));
      } else {
        List<SourceText> now = texts(is);
        List<SourceText> then = before.texts(was++);
        if (now != then && !now.equals(then)) {
          out.accept(names[is], now);
        }
        is++;
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // What is the same object need not be compared.
  private boolean sharesBlock(NamedTexts other, int block) {
    return blocks[block] == other.blocks[block];
  }

  @Override
  public @Nullable List<SourceText> get(@Nullable Object name) {
    int at = name instanceof String text ? Arrays.binarySearch(names, text) : -1;
    return at < 0 ? null : texts(at);
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String text && Arrays.binarySearch(names, text) >= 0;
  }

  @Override
  public Set<Entry<String, List<SourceText>>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, List<SourceText>>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return names.length;
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    // Blocks that are the same object, as nearly all are, are equal at first sight.
    return other instanceof NamedTexts that
        ? Arrays.equals(names, that.names) && Arrays.equals(blocks, that.blocks)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  private final class Entries implements Iterator<Entry<String, List<SourceText>>> {

    private int next;

    @Override
    public boolean hasNext() {
      return next < names.length;
    }

    @Override
    public Entry<String, List<SourceText>> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return Map.entry(names[next], texts(next++));
    }
  }
}
