package io.portcullis.integration.load;

import io.portcullis.integration.packets.Svg;
import java.util.List;
import java.util.Locale;

/** A histogram with logarithmic classes, and its quantiles as lines. */
final class HistogramPlot {

  private static final double LEFT = 70;
  private static final double RIGHT = Svg.WIDTH - 30.0;
  private static final double TOP = 60;
  private static final double BOTTOM = 330;

  private HistogramPlot() {}

  static String draw(String title, Histogram histogram) {
    Svg svg = new Svg();
    svg.text(10, 22, "t", title);
    List<Histogram.Span> spans = histogram.spans();
    long most = spans.stream().mapToLong(Histogram.Span::count).max().orElse(1);
    double width = (RIGHT - LEFT) / Math.max(1, spans.size());
    for (int part = 0; part <= 4; part++) {
      double y = BOTTOM - (BOTTOM - TOP) * part / 4;
      svg.line(LEFT, y, RIGHT, y, "g");
      svg.text(LEFT - 8, y + 4, "e", Long.toString(most * part / 4));
    }
    for (int i = 0; i < spans.size(); i++) {
      double height = (BOTTOM - TOP) * spans.get(i).count() / Math.max(1, most);
      svg.bar(LEFT + i * width, BOTTOM - height, Math.max(1, width - 1), height, 0);
      if (i % 8 == 0) {
        svg.text(LEFT + i * width, BOTTOM + 20, "m", millis(spans.get(i).from()));
      }
    }
    svg.text((LEFT + RIGHT) / 2, BOTTOM + 42, "m", "milliseconds from apply to enforced");
    quantile(svg, histogram, spans, 0.5, "median");
    quantile(svg, histogram, spans, 0.99, "99 %");
    return svg.document(title, (int) BOTTOM + 60);
  }

  private static void quantile(
      Svg svg, Histogram histogram, List<Histogram.Span> spans, double of, String name) {
    double value = histogram.quantile(of);
    double width = (RIGHT - LEFT) / Math.max(1, spans.size());
    for (int i = 0; i < spans.size(); i++) {
      if (value <= spans.get(i).to()) {
        double x = LEFT + (i + 0.5) * width;
        svg.line(x, TOP - 14, x, BOTTOM, "c2 l");
        svg.text(x + 5, TOP - 4, "", name + " " + millis(value) + " ms");
        return;
      }
    }
  }

  static String millis(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value);
  }
}
