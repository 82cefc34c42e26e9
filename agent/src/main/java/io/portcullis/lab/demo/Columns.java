package io.portcullis.lab.demo;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells, each column as wide as its widest cell. */
final class Columns {

  private final List<List<String>> lines = new ArrayList<>();

  /** Adds a line, with as many cells as all others. */
  Columns line(String... cells) {
    lines.add(List.of(cells));
    return this;
  }

  /** All lines, two spaces between columns, without trailing space, each ended by a newline. */
  String text() {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = line.get(i);
        row.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
      }
      out.append(row.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
