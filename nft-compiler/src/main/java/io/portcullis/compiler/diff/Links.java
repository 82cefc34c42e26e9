package io.portcullis.compiler.diff;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A set of network links.
 *
 * @param except whether it holds all links but those named, instead of those named
 * @param names of links
 */
public record Links(boolean except, NavigableSet<String> names) {

  public Links {
    names = Collections.unmodifiableNavigableSet(new TreeSet<>(names));
  }

  /** True if it holds the link. */
  public boolean contains(String link) {
    return names.contains(link) != except;
  }

  /** What is in either. The two must be disjoint. */
  Links plus(Links other) {
    TreeSet<String> out = new TreeSet<>(names);
    if (except && !other.except) {
      out.removeAll(other.names);
      return new Links(true, out);
    }
    if (!except && other.except) {
      return other.plus(this);
    }
    out.addAll(other.names);
    return new Links(false, out);
  }

  /** The name of a link that is in it. */
  String example() {
    if (!except) {
      return names.iterator().next();
    }
    int number = 0;
    while (names.contains("eth" + number)) {
      number++;
    }
    return "eth" + number;
  }
}
