package io.portcullis.integration.load;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param tenants sources, each with a policy and a set
 * @param nets of each set
 * @param perSecond applies
 * @param warmUp seconds that are not counted
 * @param seconds that are counted
 * @param changes what an apply changes
 * @param tls whether applies come over TCP with mutual TLS, and not over the socket
 * @param samples how many answers are checked by packets
 * @param flags of the agent's JVM, in place of those that the launcher gives
 * @param out where to write, if anywhere
 */
record LoadOptions(
    int tenants,
    int nets,
    int perSecond,
    int warmUp,
    int seconds,
    int samples,
    Tenants.Changes changes,
    boolean tls,
    Optional<String> flags,
    Optional<Path> out) {

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException with what is wrong with them
   */
  static LoadOptions parse(String... arguments) {
    int tenants = 10_000;
    int perSecond = 1_000;
    int warmUp = 30;
    int seconds = 60;
    int samples = 200;
    Tenants.Changes changes = Tenants.Changes.MEMBERS;
    boolean tls = false;
    boolean whole = true;
    Optional<String> flags = Optional.empty();
    Optional<Path> out = Optional.empty();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--quick" -> {
          warmUp = 10;
          seconds = 15;
          samples = 50;
          whole = false;
        }
        case "--policies" -> {
          tenants = number(arguments, ++i, 1, 16_000);
          whole = false;
        }
        case "--rate" -> {
          perSecond = number(arguments, ++i, 1, 100_000);
          whole = false;
        }
        case "--change" -> {
          changes = changes(value(arguments, ++i));
          whole = false;
        }
        case "--tls" -> {
          tls = true;
          whole = false;
        }
        case "--jvm" -> flags = Optional.of(value(arguments, ++i));
        case "--out" -> out = Optional.of(Path.of(value(arguments, ++i)));
        default -> throw new IllegalArgumentException("unknown argument " + arguments[i]);
      }
    }
    if (whole && out.isEmpty()) {
      Path root = Path.of(System.getProperty("portcullis.root", ".."));
      out = Optional.of(root.resolve("docs").resolve("benchmarks"));
    }
    return new LoadOptions(
        tenants, 10, perSecond, warmUp, seconds, samples, changes, tls, flags, out);
  }

  private static Tenants.Changes changes(String value) {
    return switch (value) {
      case "members" -> Tenants.Changes.MEMBERS;
      case "rules" -> Tenants.Changes.RULES;
      default -> throw new IllegalArgumentException("--change wants members or rules");
    };
  }

  private static String value(String[] arguments, int index) {
    if (index == arguments.length) {
      throw new IllegalArgumentException(arguments[index - 1] + " wants a value");
    }
    return arguments[index];
  }

  private static int number(String[] arguments, int index, int least, int most) {
    String value = value(arguments, index);
    if (!value.matches("[0-9]{1,7}")
        || Integer.parseInt(value) < least
        || Integer.parseInt(value) > most) {
      throw new IllegalArgumentException(
          arguments[index - 1] + " wants a number from " + least + " to " + most);
    }
    return Integer.parseInt(value);
  }
}
