package io.portcullis.cli;

/** {@code -o}, of commands that print text or JSON. */
enum Format {
  TEXT,
  JSON
}
