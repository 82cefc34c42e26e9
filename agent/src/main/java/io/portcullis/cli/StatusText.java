package io.portcullis.cli;

import io.portcullis.agent.host.HookList;
import io.portcullis.agent.host.Remark;
import io.portcullis.api.v1.Details;
import io.portcullis.api.v1.Endpoint;
import io.portcullis.api.v1.Source;
import io.portcullis.api.v1.Status;
import io.portcullis.compiler.lower.NodeLowering;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How an agent is, on one screen. */
final class StatusText {

  /** Endpoints that are told one by one. */
  private static final int ENDPOINTS = 12;

  private final Status status;
  private final StringBuilder out = new StringBuilder();

  private StatusText(Status status) {
    this.status = status;
  }

  static String of(Status status) {
    return new StatusText(status).text();
  }

  private String text() {
    row("node", status.getNode() + ", portcullis " + status.getVersion());
    row("ready", Standing.ready(status));
    row("revision", revision());
    if (status.hasProof()) {
      row(
          "proof",
          Answers.time(status.getProof().getMillis())
              + ", over "
              + status.getProof().getRegions()
              + " regions of packets");
    }
    if (status.hasTrial()) {
      row(
          "on trial",
          Style.doubtful(
              "until %s, unless: portcullis confirm %d"
                  .formatted(
                      Answers.time(status.getTrial().getDeadlineMillis()),
                      status.getTrial().getRevision())));
    }
    row("sources", sources());
    if (status.hasDetails()) {
      details(status.getDetails());
    } else {
      row("generation", Long.toString(status.getGeneration()));
      row("drift", Standing.drift(status));
    }
    warnings();
    return out.toString();
  }

  private String revision() {
    long accepted = status.getRevision();
    long held = status.getEnforcedRevision();
    if (held == 0) {
      return accepted + ", not in the kernel yet";
    }
    return accepted == held
        ? accepted + ", proven, held by the kernel"
        : accepted + "; the kernel holds " + held + ", which was proven";
  }

  private String sources() {
    return status.getSourcesCount() == 0
        ? "none"
        : status.getSourcesList().stream()
            .map(StatusText::source)
            .collect(Collectors.joining("; "));
  }

  private static String source(Source source) {
    int documents = source.getDocuments();
    return source.getName() + ", " + documents + (documents == 1 ? " document" : " documents");
  }

  private void details(Details details) {
    row("dataplane", details.getDataplane() + ", Linux " + details.getKernel());
    String table = "inet " + NodeLowering.TABLE;
    details.getRemarksList().stream()
        .filter(remark -> remark.getSubject().equals(table))
        .findFirst()
        .ifPresent(
            remark ->
                row(
                    "table",
                    Style.of(
                        level(remark.getLevel()),
                        table + " " + remark.getWhat() + ": " + remark.getMeaning())));
    long others = details.getGeneration() - status.getGeneration();
    row(
        "generation",
        details.getGeneration() + (others == 0 ? "" : ", ours was " + status.getGeneration()));
    row("drift", Standing.drift(status));
    heading("endpoints");
    details.getEndpointsList().stream().limit(ENDPOINTS).forEach(this::endpoint);
    int more = details.getEndpointsCount() - ENDPOINTS;
    if (more > 0) {
      line("  and " + more + " more; -o json has all of them");
    } else if (details.getEndpointsCount() == 0) {
      line(Style.doubtful("  none: nothing is guarded on this node"));
    }
    heading("packets that come in meet, in this order");
    out.append(Remarks.hooks(details.getHooksList().stream().map(StatusText::hook).toList()));
    List<Remark> neighbours = others(details);
    if (!neighbours.isEmpty()) {
      heading("neighbours");
      out.append(Remarks.text(neighbours));
    }
  }

  private void endpoint(Endpoint endpoint) {
    String link =
        endpoint.getLink().isEmpty()
            ? Style.doubtful("no link has its addresses")
            : endpoint.getPresent()
                ? endpoint.getLink()
                : endpoint.getLink() + Style.doubtful(" (no such link now)");
    line(
        ("  %-" + names() + "s %s; %d policies, %d rules")
            .formatted(endpoint.getName(), link, endpoint.getPolicies(), endpoint.getRules()));
  }

  private int names() {
    return status.getDetails().getEndpointsList().stream()
        .limit(ENDPOINTS)
        .mapToInt(each -> each.getName().length())
        .reduce(24, Math::max);
  }

  private void warnings() {
    if (status.getWarningsCount() > 0) {
      heading("warnings");
      status.getWarningsList().forEach(warning -> line("  " + Style.doubtful(warning)));
    }
  }

  private static List<Remark> others(Details details) {
    return details.getRemarksList().stream()
        .filter(remark -> !remark.getSubject().equals("inet " + NodeLowering.TABLE))
        .map(StatusText::remark)
        .toList();
  }

  static Remark remark(io.portcullis.api.v1.Remark remark) {
    return new Remark(
        level(remark.getLevel()),
        remark.getSubject(),
        remark.getWhat(),
        remark.getMeaning(),
        remark.getAdvice());
  }

  /** One that is not known here, of a newer agent, is a note. */
  private static Remark.Level level(String word) {
    return Arrays.stream(Remark.Level.values())
        .filter(level -> level.name().equalsIgnoreCase(word))
        .findFirst()
        .orElse(Remark.Level.NOTE);
  }

  static HookList.Hook hook(io.portcullis.api.v1.Hook hook) {
    return new HookList.Hook(
        hook.getTable(),
        hook.getChain(),
        hook.getType(),
        hook.getIngress(),
        hook.getPriority(),
        hook.getDrops(),
        hook.getOurs());
  }

  private void heading(String text) {
    line(Style.heading(text));
  }

  private void row(String name, String value) {
    line("%-12s%s".formatted(name, value));
  }

  private void line(String text) {
    out.append(text).append(System.lineSeparator());
  }
}
