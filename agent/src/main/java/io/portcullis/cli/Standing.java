package io.portcullis.cli;

import io.portcullis.api.v1.Drift;
import io.portcullis.api.v1.Status;

/** Whether policy is held, since when it is not, and who changed the table, for people. */
final class Standing {

  private Standing() {}

  static String ready(Status status) {
    if (status.getReady()) {
      return Style.good("yes");
    }
    String since =
        status.getStaleMillis() == 0 ? "" : ", for " + status.getStaleMillis() / 1000 + " s";
    return Style.bad("no") + since + ": " + status.getProblem();
  }

  static String drift(Status status) {
    String repairs =
        switch ((int) Math.min(2, status.getRepairs())) {
          case 0 -> "nobody changed the table";
          case 1 -> "one change by somebody else was undone";
          default -> status.getRepairs() + " changes by others were undone";
        };
    return status.hasDrift() ? Style.doubtful(repairs + last(status)) : repairs;
  }

  private static String last(Status status) {
    Drift drift = status.getDrift();
    String who =
        drift.getProcess().isEmpty()
            ? "the kernel did not say whose"
            : "by " + drift.getProcess() + (drift.getPid() == 0 ? "" : " (" + drift.getPid() + ")");
    return (status.getRepairs() > 1 ? ", the last " : ", ")
        + Answers.time(drift.getMillis())
        + ", "
        + who
        + (drift.getWhatCount() == 0 ? "" : ": " + String.join(", ", drift.getWhatList()));
  }
}
