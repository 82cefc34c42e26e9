package io.portcullis.cli;

import java.util.Locale;
import java.util.Optional;

/** {@code -o}: text for people, or the same as a tree for programs. */
enum Format {
  TEXT,
  JSON,
  YAML;

  /** What is typed as {@code text}, large or small; empty if that is none. */
  static Optional<Format> named(String text) {
    for (Format format : values()) {
      if (format.name().equalsIgnoreCase(text)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
