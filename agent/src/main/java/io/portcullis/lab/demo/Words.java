package io.portcullis.lab.demo;

import io.portcullis.lab.probe.Answer;
import io.portcullis.policy.effective.Decision.Reason;
import io.portcullis.policy.effective.RuleId;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The demo's values as people read them. */
final class Words {

  private Words() {}

  /** The server's name, {@code refused} or {@code silence}. */
  static String answer(Answer answer) {
    if (answer instanceof Answer.Reached reached) {
      return reached.server();
    }
    return answer.equals(Answer.REFUSED) ? "refused" : "silence";
  }

  /** {@code tcp4}, {@code udp6} and so on. */
  static String over(Question question) {
    return question.transport().name().toLowerCase(Locale.ROOT)
        + (question.family().bits() == 32 ? "4" : "6");
  }

  /** {@code office tcp4 node1:30080}. */
  static String probe(Question question) {
    return question.from().name() + " " + over(question) + " " + target(question);
  }

  /** {@code node1:30080}. */
  static String target(Question question) {
    return question.to().name() + ":" + question.port();
  }

  /** {@code Deny deny-rest[0]}, or what decides instead of a rule. */
  static String decider(Reason reason, Optional<String> rule) {
    return switch (reason) {
      case ALLOW -> "Allow " + rule.orElse("by a rule");
      case DENY -> "Deny " + rule.orElse("by a rule");
      case NO_MATCH -> "no rule decides";
      case NO_ENDPOINT -> "no host endpoint on that link";
      case FAILSAFE -> "failsafe port";
      case ESTABLISHED -> "reply, known connection";
      case NEIGHBOUR_DISCOVERY -> "neighbour discovery";
      case INVALID -> "invalid connection";
    };
  }

  static String decider(Decider decider) {
    return decider(decider.reason(), decider.rule().map(Words::rule));
  }

  static String decider(Expectation expected) {
    return decider(
        expected.reason(), expected.policy().map(name -> name + "[" + expected.rule() + "]"));
  }

  /** {@code 40-deny.yaml:20}, or nothing where no rule decides. */
  static String place(Decider decider) {
    return decider.rule().map(Words::place).orElse("");
  }

  private static String rule(RuleId rule) {
    return rule.policy() + "[" + rule.index() + "]";
  }

  private static String place(RuleId rule) {
    Path file = Path.of(rule.position().source()).getFileName();
    return file + ":" + rule.position().line();
  }
}
