package io.portcullis.cli;

/** {@code -o}: text for people, or the same as a tree for programs. */
enum Format {
  TEXT,
  JSON,
  YAML
}
