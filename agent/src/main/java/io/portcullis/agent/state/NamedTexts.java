package io.portcullis.agent.state;

import io.portcullis.policy.load.SourceText;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Texts of sources by name, in the order of names; never changes. Two arrays: with ten thousand
 * sources, one that differs in one of them is a copy of some 80 KiB, and is compared in
 * microseconds with what it came from. No source is without texts.
 */
final class NamedTexts extends AbstractMap<String, List<SourceText>> {

  static final NamedTexts NONE = new NamedTexts(new String[0], List.of());

  private final String[] names;
  private final List<List<SourceText>> texts;

  private NamedTexts(String[] names, List<List<SourceText>> texts) {
    this.names = names;
    this.texts = Collections.unmodifiableList(texts);
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
      List<List<SourceText>> next = new ArrayList<>(texts);
      next.set(at, List.copyOf(of));
      return new NamedTexts(names, next);
    }
    int place = at < 0 ? -at - 1 : at;
    List<String> nextNames = new ArrayList<>(Arrays.asList(names));
    List<List<SourceText>> next = new ArrayList<>(texts);
    if (at < 0) {
      nextNames.add(place, name);
      next.add(place, List.copyOf(of));
    } else {
      String unused = nextNames.remove(place);
      List<SourceText> unusedToo = next.remove(place);
    }
    return new NamedTexts(nextNames.toArray(String[]::new), next);
  }

  /** Tells of each name whose texts are others than before; none of one that is gone. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // Nearly all are the same objects.
  void since(NamedTexts before, BiConsumer<String, List<SourceText>> out) {
    int was = 0;
    int is = 0;
    while (was < before.names.length || is < names.length) {
      int order =
          was == before.names.length
              ? 1
              : is == names.length
                  ? -1
                  : names[is] == before.names[was] ? 0 : before.names[was].compareTo(names[is]);
      if (order < 0) {
        out.accept(before.names[was++], List.of());
      } else if (order > 0) {
        out.accept(names[is], texts.get(is++));
      } else {
        List<SourceText> now = texts.get(is);
        List<SourceText> then = before.texts.get(was++);
        if (now != then && !now.equals(then)) {
          out.accept(names[is], now);
        }
        is++;
      }
    }
  }

  @Override
  public @Nullable List<SourceText> get(@Nullable Object name) {
    int at = name instanceof String text ? Arrays.binarySearch(names, text) : -1;
    return at < 0 ? null : texts.get(at);
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
    // Lists that are the same object, as nearly all are, are equal at first sight.
    return other instanceof NamedTexts that
        ? Arrays.equals(names, that.names) && texts.equals(that.texts)
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
      return Map.entry(names[next], texts.get(next++));
    }
  }
}
