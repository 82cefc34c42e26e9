package io.portcullis.cli;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.cli.remote.CallFailed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a call failed with, as an error of the command line. */
final class CallErrors {

  private static final int PERMISSION_DENIED = 7;
  private static final int DEADLINE_EXCEEDED = 4;
  private static final int UNAVAILABLE = 14;

  private CallErrors() {}

  static AgentException of(CallFailed e) {
    List<String> details = new ArrayList<>();
    Optional<ErrorInfo> info = Optional.empty();
    try {
      for (Any detail : Status.parseFrom(e.details()).getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          info = Optional.of(detail.unpack(ErrorInfo.class));
        } else if (detail.is(BadRequest.class)) {
          for (BadRequest.FieldViolation violation :
              detail.unpack(BadRequest.class).getFieldViolationsList()) {
            details.add(line(violation));
          }
        }
      }
    } catch (InvalidProtocolBufferException broken) {
      details.add("(the agent's details cannot be read: " + broken.getMessage() + ")");
    }
    // One violation is the message itself.
    boolean one = details.size() == 1;
    return new AgentException(
            info.flatMap(CallErrors::exit).orElseGet(() -> exit(e.code())),
            String.valueOf(e.getMessage()),
            info.map(of -> of.getMetadataOrDefault("hint", ""))
                .filter(hint -> !hint.isEmpty())
                .orElseGet(() -> hint(e.code())),
            one ? List.of() : details)
        .causedBy(e);
  }

  private static String line(BadRequest.FieldViolation violation) {
    return violation.getField().isEmpty()
        ? violation.getDescription()
        : violation.getField() + ": " + violation.getDescription();
  }

  private static Optional<ExitCode> exit(ErrorInfo info) {
    String number = info.getMetadataOrDefault("exit", "");
    return Arrays.stream(ExitCode.values())
        .filter(code -> Integer.toString(code.number()).equals(number))
        .findFirst();
  }

  private static ExitCode exit(int code) {
    return switch (code) {
      case PERMISSION_DENIED -> ExitCode.API_DENIED;
      case UNAVAILABLE, DEADLINE_EXCEEDED -> ExitCode.NO_AGENT;
      default -> ExitCode.USAGE;
    };
  }

  private static String hint(int code) {
    return switch (code) {
      case PERMISSION_DENIED ->
          "run it as root, or in the group that the agent's configuration names";
      case UNAVAILABLE, DEADLINE_EXCEEDED -> "portcullis status tells how the agent is";
      default -> "the agent's log has more";
    };
  }
}
