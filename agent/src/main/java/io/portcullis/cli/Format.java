package io.portcullis.cli;

import java.util.Locale;

/** {@code -o}: text for people, or the same as a tree for programs. */
enum Format {
  TEXT,
  JSON,
  YAML;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
