package io.portcullis.integration.packets;

import java.util.Locale;

/** A drawing, readable on light and on dark paper. */
public final class Svg {

  public static final int WIDTH = 860;

  private static final String STYLE =
      """
      text { font: 13px sans-serif; fill: #24292f } .t { font-size: 15px; font-weight: bold }
      .e { text-anchor: end } .m { text-anchor: middle } .g { stroke: #8884; stroke-width: 1 }
      .p { fill: none; stroke-width: 2 }
      .c0 { fill: #0969da; stroke: #0969da } .c1 { fill: #54aeff; stroke: #54aeff }
      .c2 { fill: #cf5a1f; stroke: #cf5a1f } .c3 { fill: #d4a72c; stroke: #d4a72c }
      .c4 { fill: #8c959f; stroke: #8c959f } .c5 { fill: #8250df; stroke: #8250df }
      .l { stroke-width: 2; fill: none }
      @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
      """;

  private final StringBuilder body = new StringBuilder();

  public void text(double x, double y, String style, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    add("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>", x, y, style, escaped);
  }

  public void line(double fromX, double fromY, double toX, double toY, String style) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>",
        fromX, fromY, toX, toY, style);
  }

  public void bar(double x, double y, double width, double height, int colour) {
    add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"c%d\"/>",
        x, y, width, height, colour);
  }

  public void dot(double x, double y, int colour) {
    add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" class=\"c%d\"/>", x, y, colour);
  }

  private void add(String format, Object... values) {
    body.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  public String document(String title, int height) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">
        <title>%s</title>
        <style>
        %s</style>
        %s</svg>
        """
        .formatted(WIDTH, height, WIDTH, height, title, STYLE, body);
  }
}
