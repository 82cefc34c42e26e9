package io.portcullis.cli;

import io.portcullis.policy.resolve.Finding;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells what is valid and probably not what was meant. */
final class Findings {

  private Findings() {}

  /** A line for each, on standard error. */
  static void warn(PrintWriter err, List<Finding> findings) {
    findings.forEach(finding -> err.println("portcullis: warning: " + finding));
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
