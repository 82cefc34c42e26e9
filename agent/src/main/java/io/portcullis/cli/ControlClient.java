package io.portcullis.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.control.ControlSettings;
import io.portcullis.cli.remote.Call;
import io.portcullis.cli.remote.CallFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Where the agent is, and calls to it, for commands that talk to one. */
final class ControlClient {

  /** DEADLINE_EXCEEDED of google.rpc.Code. */
  private static final int DEADLINE = 4;

  private static final String SERVICE = "portcullis.control.v1.Control/";

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description =
          "The agent's control socket (default: $PORTCULLIS_SOCKET, or"
              + " /run/portcullis/control.sock).")
  private Optional<Path> socket = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long to wait for the agent (default: ${DEFAULT-VALUE}).")
  private int timeout = 30;

  private Path socket() {
    if (socket.isPresent()) {
      return socket.get();
    }
    String named = System.getenv("PORTCULLIS_SOCKET");
    return named == null ? ControlSettings.SOCKET : Path.of(named);
  }

  /**
   * One call with one answer.
   *
   * @throws AgentException if it fails
   */
  <T> T call(String method, MessageLite request, Parser<T> parser) {
    List<T> answers = new ArrayList<>(1);
    stream(
        method,
        request,
        parser,
        Math.max(1, timeout) * 1000L,
        answer -> {
          boolean unused = answers.add(answer);
        });
    if (answers.isEmpty()) {
      throw nobody("the agent answered nothing");
    }
    return answers.get(0);
  }

  /**
   * One call with answers until it ends.
   *
   * @throws AgentException if it fails
   */
  <T> void stream(
      String method,
      MessageLite request,
      Parser<T> parser,
      long timeoutMillis,
      Consumer<T> answers) {
    try {
      Call.make(
          socket(),
          SERVICE + method,
          request.toByteArray(),
          timeoutMillis,
          bytes -> answers.accept(parse(parser, bytes)));
    } catch (CallFailed e) {
      throw CallErrors.of(e);
    } catch (IOException e) {
      throw nobody(reason(e)).causedBy(e);
    }
  }

  /**
   * One call with answers until it ends, or its time is over, which is no failure.
   *
   * @throws AgentException if it fails
   */
  <T> void listen(
      String method,
      MessageLite request,
      Parser<T> parser,
      long timeoutMillis,
      Consumer<T> answers) {
    try {
      stream(method, request, parser, timeoutMillis, answers);
    } catch (AgentException e) {
      boolean over = e.getCause() instanceof CallFailed failed && failed.code() == DEADLINE;
      if (!over) {
        throw e;
      }
    }
  }

  private static <T> T parse(Parser<T> parser, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String reason(IOException e) {
    if (!Files.exists(socket())) {
      return "there is no such socket";
    }
    return String.valueOf(e.getMessage());
  }

  private AgentException nobody(String why) {
    return new AgentException(
        ExitCode.NO_AGENT,
        "no agent answers on " + socket() + ": " + why,
        "start one (portcullis agent), name its socket with --socket, or run this as root or in its"
            + " group");
  }

  /** As {@link RemoteCommand#take}. */
  boolean take(String word, Words words) {
    if (word.equals("--socket")) {
      socket = words.value(word).map(text -> Path.of(text));
      return socket.isPresent();
    }
    if (word.equals("--timeout")) {
      Optional<Integer> seconds = words.number(word);
      timeout = seconds.orElse(timeout);
      return seconds.isPresent();
    }
    return false;
  }
}
