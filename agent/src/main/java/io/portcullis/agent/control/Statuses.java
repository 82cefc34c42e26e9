package io.portcullis.agent.control;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.state.Refusal;
import io.portcullis.policy.load.InvalidPolicyException;
import io.portcullis.policy.load.Problem;
import java.util.List;
import java.util.Locale;

/** What went wrong, as a status with google.rpc details. */
final class Statuses {

  /** Trailers are small: clients take 8 KiB of them unless told otherwise. */
  private static final int VIOLATIONS = 12;

  private static final int CHARACTERS = 240;

  private Statuses() {}

  /** Of anything that a call threw. */
  static StatusRuntimeException of(Throwable e) {
    if (e instanceof StatusRuntimeException known) {
      return known;
    }
    if (e instanceof Refusal refusal) {
      return of(code(refusal), refusal.reason().name(), refusal.why());
    }
    if (e instanceof AgentException why) {
      return of(code(why.exitCode()), why.exitCode().name(), why);
    }
    return io.grpc.Status.INTERNAL
        .withDescription("internal error: " + e.getClass().getSimpleName())
        .withCause(e)
        .asRuntimeException();
  }

  /** A request that says something that cannot be. */
  static StatusRuntimeException invalid(String field, String message) {
    Status status =
        Status.newBuilder()
            .setCode(Code.INVALID_ARGUMENT_VALUE)
            .setMessage(field + ": " + message)
            .addDetails(
                Any.pack(
                    BadRequest.newBuilder()
                        .addFieldViolations(
                            BadRequest.FieldViolation.newBuilder()
                                .setField(field)
                                .setDescription(message))
                        .build()))
            .addDetails(Any.pack(info("BAD_REQUEST", ExitCode.USAGE, "docs/api.md has the rules")))
            .build();
    return StatusProto.toStatusRuntimeException(status);
  }

  private static Code code(Refusal refusal) {
    return switch (refusal.reason()) {
      case INVALID -> code(refusal.why().exitCode());
      case STALE -> Code.ABORTED;
      case UNCONFIRMED, CUTS_CALLER -> Code.FAILED_PRECONDITION;
      case NOT_FOUND -> Code.NOT_FOUND;
      case BUSY, NOT_KEPT -> Code.RESOURCE_EXHAUSTED;
      case NOT_TAKEN, ENDING -> Code.UNAVAILABLE;
    };
  }

  private static Code code(ExitCode exit) {
    return switch (exit) {
      case PROOF_FAILED, API_REFUSED -> Code.FAILED_PRECONDITION;
      case KERNEL_REFUSED, NO_NF_TABLES, NOT_PERMITTED -> Code.UNAVAILABLE;
      default -> Code.INVALID_ARGUMENT;
    };
  }

  private static StatusRuntimeException of(Code code, String reason, AgentException why) {
    Status.Builder status =
        Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(cut(String.valueOf(why.getMessage())))
            .addDetails(Any.pack(info(reason, why.exitCode(), why.hint())));
    if (why.getCause() instanceof InvalidPolicyException invalid) {
      status.addDetails(Any.pack(violations(invalid.problems())));
    } else if (!why.details().isEmpty()) {
      BadRequest.Builder lines = BadRequest.newBuilder();
      why.details().stream()
          .limit(VIOLATIONS)
          .forEach(
              line ->
                  lines.addFieldViolations(
                      BadRequest.FieldViolation.newBuilder().setDescription(cut(line))));
      status.addDetails(Any.pack(lines.build()));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private static ErrorInfo info(String reason, ExitCode exit, String hint) {
    return ErrorInfo.newBuilder()
        .setDomain("portcullis")
        .setReason(reason)
        .putMetadata("exit", Integer.toString(exit.number()))
        .putMetadata("hint", cut(hint))
        .build();
  }

  private static BadRequest violations(List<Problem> problems) {
    BadRequest.Builder all = BadRequest.newBuilder();
    for (Problem problem : problems.subList(0, Math.min(VIOLATIONS, problems.size()))) {
      all.addFieldViolations(
          BadRequest.FieldViolation.newBuilder()
              .setField(cut(problem.field()))
              .setReason(problem.kind().name().toUpperCase(Locale.ROOT))
              .setDescription(
                  cut(
                      problem.position()
                          + ": "
                          + problem.message()
                          + (problem.hint().isEmpty() ? "" : "; " + problem.hint()))));
    }
    if (problems.size() > VIOLATIONS) {
      all.addFieldViolations(
          BadRequest.FieldViolation.newBuilder()
              .setDescription("… and " + (problems.size() - VIOLATIONS) + " more"));
    }
    return all.build();
  }

  private static String cut(String text) {
    return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS - 1) + "…";
  }
}
