package io.portcullis.cli;

import io.portcullis.policy.resolve.Finding;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells what is valid and probably not what was meant. */
final class Findings {

  /** Lines at most: whoever has more than that to read needs a program. */
  private static final int SHOWN = 100;

  private Findings() {}

  /** A line for each, on standard error; of many, how many more there are. */
  static void warn(PrintWriter err, List<Finding> findings) {
    findings.stream()
        .limit(SHOWN)
        .forEach(finding -> err.println("portcullis: warning: " + finding));
    if (findings.size() > SHOWN) {
      err.println(
          "portcullis: warning: … and "
              + (findings.size() - SHOWN)
              + " more; compile -o json has all of them");
    }
    err.flush();
  }

  /** For JSON. */
  static List<Map<String, Object>> tree(List<Finding> findings) {
    return findings.stream()
        .map(
            finding -> {
              Map<String, Object> out = new LinkedHashMap<>();
              out.put("source", finding.position().source());
              out.put("line", finding.position().line());
              out.put("column", finding.position().column());
              out.put("message", finding.message());
              return out;
            })
        .toList();
  }
}
