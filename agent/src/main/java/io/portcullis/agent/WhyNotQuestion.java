package io.portcullis.agent;

import io.portcullis.compiler.explain.WhyNot;
import io.portcullis.policy.packet.Packet;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code POLICY[/RULE]}: why this policy, or its rule of that number from 0, did not decide. */
public final class WhyNotQuestion {

  private static final int NAMED = 5;

  private WhyNotQuestion() {}

  /**
   * The answers, one line each.
   *
   * @throws IllegalArgumentException if there is no such policy or rule
   */
  public static List<String> answers(Resolved resolved, Packet packet, String asked) {
    int slash = asked.indexOf('/');
    String name = slash < 0 ? asked : asked.substring(0, slash);
    List<GlobalNetworkPolicy> policies = resolved.resources().policies();
    GlobalNetworkPolicy policy =
        policies.stream()
            .filter(of -> of.meta().name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(none(name, policies)));
    Optional<String> rule = slash < 0 ? Optional.empty() : Optional.of(asked.substring(slash + 1));
    OptionalInt index =
        rule.map(number -> index(policy, number)).map(OptionalInt::of).orElse(OptionalInt.empty());
    if (policy.kind() != GlobalNetworkPolicy.Kind.PRE_DNAT) {
      return List.of(
          "policy " + name + " is " + policy.kind().text() + " and is not enforced here");
    }
    return WhyNot.lines(resolved.policy(), packet, name, index);
  }

  private static int index(GlobalNetworkPolicy policy, String number) {
    int count = policy.ingress().size();
    if (!number.matches("[0-9]{1,9}") || Integer.parseInt(number) >= count) {
      throw new IllegalArgumentException(
          "policy %s has no rule '%s'; it has %d, counted from 0"
              .formatted(policy.meta().name(), number, count));
    }
    return Integer.parseInt(number);
  }

  private static String none(String name, List<GlobalNetworkPolicy> policies) {
    List<String> names = policies.stream().map(of -> of.meta().name()).limit(NAMED).toList();
    return "there is no policy '%s'; there %s %s%s"
        .formatted(
            name,
            names.size() == 1 ? "is" : "are",
            names.isEmpty() ? "none" : String.join(", ", names),
            policies.size() > NAMED ? ", …" : "");
  }
}
