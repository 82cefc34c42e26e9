package io.portcullis.agent;

import io.portcullis.compiler.transaction.UnchangeableException;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.sys.SystemCallException;
import io.portcullis.policy.load.InvalidPolicyException;
import io.portcullis.policy.load.Problem;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What other rooms throw, as what a user is told. */
public final class Failures {

  private Failures() {}

  /** One problem is told as the error itself; several are listed below it. */
  static AgentException of(InvalidPolicyException e) {
    List<Problem> problems = e.problems();
    if (problems.size() == 1) {
      Problem only = problems.get(0);
      return new AgentException(
              exitCode(only.kind()),
              only.position()
                  + ": "
                  + (only.field().isEmpty() ? "" : only.field() + ": ")
                  + only.message(),
              only.hint().isEmpty() ? "nothing was changed; correct it and try again" : only.hint())
          .causedBy(e);
    }
    // Scripts get the number of a kind only where nothing else is wrong.
    Set<Problem.Kind> kinds = problems.stream().map(Problem::kind).collect(Collectors.toSet());
    return new AgentException(
            kinds.size() == 1 ? exitCode(problems.get(0).kind()) : ExitCode.POLICY_INVALID,
            "policy is invalid in " + problems.size() + " places",
            "nothing was changed; correct all of them and try again",
            problems.stream().map(Problem::toString).toList())
        .causedBy(e);
  }

  private static ExitCode exitCode(Problem.Kind kind) {
    return switch (kind) {
      case SYNTAX -> ExitCode.POLICY_NOT_YAML;
      case UNKNOWN_FIELD -> ExitCode.POLICY_UNKNOWN_FIELD;
      case SELECTOR -> ExitCode.POLICY_BAD_SELECTOR;
      case NET -> ExitCode.POLICY_BAD_NET;
      case PRE_DNAT -> ExitCode.POLICY_BAD_PRE_DNAT;
      case VALUE -> ExitCode.POLICY_INVALID;
    };
  }

  /** Does something with the kernel; whatever it refuses becomes what a user is told. */
  static <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (UnchangeableException e) {
      throw of(e);
    } catch (NftException e) {
      throw of(e);
    } catch (SystemCallException e) {
      throw new AgentException(
              ExitCode.KERNEL_REFUSED,
              "the kernel does not let the agent wait for packets: " + e.getMessage(),
              "give it membarrier(2), or CAP_NET_RAW for a packet socket")
          .causedBy(e);
    } catch (MalformedMessageException e) {
      throw new AgentException(
              ExitCode.KERNEL_REFUSED,
              "the kernel's answer makes no sense: " + e.getMessage(),
              "this is a fault of Portcullis: please report it, with the kernel's version")
          .causedBy(e);
    }
  }

  /** What the kernel cannot change in place. */
  static AgentException of(UnchangeableException e) {
    return new AgentException(
            ExitCode.KERNEL_REFUSED,
            String.valueOf(e.getMessage()),
            "nothing was changed; only deleting the table helps, and for that moment the node is"
                + " unguarded")
        .causedBy(e);
  }

  /** What the kernel refused, in its words, and what to do about it. */
  public static AgentException of(NftException e) {
    ExitCode code =
        switch (e.reason()) {
          case NOT_PERMITTED -> ExitCode.NOT_PERMITTED;
          case NO_NFTABLES -> ExitCode.NO_NF_TABLES;
          default -> ExitCode.KERNEL_REFUSED;
        };
    String hint =
        switch (e.reason()) {
          case NOT_PERMITTED -> "run it as root, or give it the capability CAP_NET_ADMIN";
          case NO_NFTABLES -> "run it on a kernel with CONFIG_NF_TABLES and CONFIG_NF_TABLES_INET";
          case STALE_GENERATION -> "somebody else keeps changing nf_tables; try again";
          case TOO_LARGE -> "raise net.core.wmem_max, or run it in the first user namespace";
          case NO_ANSWER -> "run it again: it looks at what the kernel holds first";
          default -> "nothing was changed; `portcullis compile` shows what was to be sent";
        };
    return new AgentException(code, String.valueOf(e.getMessage()), hint).causedBy(e);
  }
}
