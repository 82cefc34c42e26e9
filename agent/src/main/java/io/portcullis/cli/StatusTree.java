package io.portcullis.cli;

import io.portcullis.api.v1.Details;
import io.portcullis.api.v1.Drift;
import io.portcullis.api.v1.Endpoint;
import io.portcullis.api.v1.LastProof;
import io.portcullis.api.v1.Source;
import io.portcullis.api.v1.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How an agent is, for programs. */
final class StatusTree {

  private StatusTree() {}

  static Map<String, Object> of(Status status) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("node", status.getNode());
    out.put("version", status.getVersion());
    out.put("ready", status.getReady());
    out.put("revision", status.getRevision());
    out.put("enforcedRevision", status.getEnforcedRevision());
    out.put("generation", status.getGeneration());
    if (status.hasProof()) {
      out.put("proof", proof(status.getProof()));
    }
    out.put("repairs", status.getRepairs());
    if (status.hasDrift()) {
      out.put("drift", drift(status.getDrift()));
    }
    out.put("staleSeconds", status.getStaleMillis() / 1000.0);
    if (!status.getProblem().isEmpty()) {
      out.put("problem", status.getProblem());
    }
    if (status.hasTrial()) {
      out.put("trial", Answers.tree(status.getTrial()));
    }
    out.put("sources", status.getSourcesList().stream().map(StatusTree::of).toList());
    out.put("warnings", List.copyOf(status.getWarningsList()));
    if (status.hasDetails()) {
      out.put("details", of(status.getDetails()));
    }
    return out;
  }

  private static Map<String, Object> proof(LastProof proof) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("time", Answers.time(proof.getMillis()));
    out.put("regions", proof.getRegions());
    return out;
  }

  private static Map<String, Object> drift(Drift drift) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("time", Answers.time(drift.getMillis()));
    if (!drift.getProcess().isEmpty()) {
      out.put("process", drift.getProcess());
    }
    if (drift.getPid() != 0) {
      out.put("pid", drift.getPid());
    }
    out.put("what", List.copyOf(drift.getWhatList()));
    return out;
  }

  private static Map<String, Object> of(Source source) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", source.getName());
    out.put("documents", source.getDocuments());
    out.put("directory", source.getDirectory());
    return out;
  }

  private static Map<String, Object> of(Details details) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("dataplane", details.getDataplane());
    out.put("kernel", details.getKernel());
    out.put("generation", details.getGeneration());
    out.put("endpoints", details.getEndpointsList().stream().map(StatusTree::of).toList());
    out.put(
        "hooks", Remarks.hookTrees(details.getHooksList().stream().map(StatusText::hook).toList()));
    out.put(
        "remarks",
        Remarks.tree(details.getRemarksList().stream().map(StatusText::remark).toList()));
    return out;
  }

  private static Map<String, Object> of(Endpoint endpoint) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", endpoint.getName());
    out.put("link", endpoint.getLink());
    out.put("present", endpoint.getPresent());
    out.put("policies", endpoint.getPolicies());
    out.put("rules", endpoint.getRules());
    return out;
  }
}
