package io.portcullis.cli;

import io.portcullis.agent.Resolved;
import io.portcullis.compiler.explain.WhyNot;
import io.portcullis.policy.packet.Packet;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code --why-not POLICY[/RULE]}. */
final class WhyNotOption {

  private static final int NAMED = 5;

  @Option(
      names = "--why-not",
      paramLabel = "POLICY[/RULE]",
      description =
          "Say also why this policy, or its rule of that number from 0, did not decide. May be"
              + " repeated.")
  private List<String> asked = List.of();

  /** The answers, one line each. */
  List<String> lines(CommandLine command, Resolved resolved, Packet packet) {
    return asked.stream().flatMap(one -> lines(command, resolved, packet, one).stream()).toList();
  }

  private static List<String> lines(
      CommandLine command, Resolved resolved, Packet packet, String asked) {
    int slash = asked.indexOf('/');
    String name = slash < 0 ? asked : asked.substring(0, slash);
    List<GlobalNetworkPolicy> policies = resolved.resources().policies();
    Optional<GlobalNetworkPolicy> policy =
        policies.stream().filter(of -> of.meta().name().equals(name)).findFirst();
    if (policy.isEmpty()) {
      List<String> names = policies.stream().map(of -> of.meta().name()).limit(NAMED).toList();
      throw new ParameterException(
          command,
          "--why-not: there is no policy '%s'; there %s %s%s"
              .formatted(
                  name,
                  names.size() == 1 ? "is" : "are",
                  names.isEmpty() ? "none" : String.join(", ", names),
                  policies.size() > NAMED ? ", …" : ""));
    }
    int count = policy.get().ingress().size();
    OptionalInt index = OptionalInt.empty();
    if (slash >= 0) {
      String number = asked.substring(slash + 1);
      if (!number.matches("[0-9]{1,9}") || Integer.parseInt(number) >= count) {
        throw new ParameterException(
            command,
            "--why-not: policy %s has no rule '%s'; it has %d, counted from 0"
                .formatted(name, number, count));
      }
      index = OptionalInt.of(Integer.parseInt(number));
    }
    if (policy.get().kind() != GlobalNetworkPolicy.Kind.PRE_DNAT) {
      return List.of(
          "policy " + name + " is " + policy.get().kind().text() + " and is not enforced here");
    }
    return WhyNot.lines(resolved.policy(), packet, name, index);
  }
}
