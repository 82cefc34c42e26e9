package io.portcullis.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Runs calls to the agent whose arguments are plain, without picocli: that reads what it needs to
 * know by reflection, which takes longer than the JVM's start and the call. It reads whatever is
 * not plain, wrong arguments included.
 */
final class Plain {

  private Plain() {}

  /** Arguments that make no sense together: picocli says so. */
  static final class NotPlain extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Runs a command.
   *
   * @return its exit code; empty if that takes picocli, and nothing was done
   */
  static Optional<Integer> run(String... args) {
    Optional<RemoteCommand> command = command(args);
    if (command.isEmpty()) {
      return Optional.empty();
    }
    Ahead.begin();
    try {
      return Optional.of(Progress.during(command.get(), args[0], Plain.err()));
    } catch (NotPlain e) {
      return Optional.empty();
    } catch (Exception e) {
      return Optional.of(Errors.failed(e, Plain.err(), command.get(), false));
    }
  }

  /** The command that these arguments are for, with all of them taken. */
  static Optional<RemoteCommand> command(String... args) {
    Optional<RemoteCommand> known = args.length == 0 ? Optional.empty() : of(args[0]);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    RemoteCommand command = known.get();
    List<String> rest = Arrays.asList(args).subList(1, args.length);
    Words words = new Words(rest);
    while (words.hasNext()) {
      if (!command.take(words.next(), words)) {
        return Optional.empty();
      }
    }
    return command.isComplete() ? known : Optional.empty();
  }

  /** Those that are called most. */
  private static Optional<RemoteCommand> of(String name) {
    return switch (name) {
      case "status", "history", "counters", "get", "layout", "explain", "diff", "verify", "apply" ->
          Quick.command(name);
      default -> Optional.empty();
    };
  }

  /** Where answers go, in the encoding that picocli writes in. */
  static PrintWriter out() {
    return writer(System.out, "sun.stdout.encoding");
  }

  /** Where errors go. */
  static PrintWriter err() {
    return writer(System.err, "sun.stderr.encoding");
  }

  private static PrintWriter writer(PrintStream stream, String encoding) {
    String known = System.getProperty(encoding);
    Charset charset = known == null ? Charset.defaultCharset() : Charset.forName(known);
    return new PrintWriter(new OutputStreamWriter(stream, charset), true);
  }
}
