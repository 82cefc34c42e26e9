package io.portcullis.policy.effective;

import io.portcullis.policy.packet.ConntrackState;
import java.util.List;

/**
 * What is configured besides policy.
 *
 * @param failsafes what reaches the host whatever policy says
 * @param failsafeScope for which destinations they hold
 * @param loopback whether a wildcard endpoint polices {@code lo}
 * @param establishedFlows whether a flow that was let in is asked about again
 * @param conntrackInvalid what becomes of packets that connection tracking calls invalid
 * @param counters whether hits are counted
 */
public record DataplaneSettings(
    List<Failsafe> failsafes,
    FailsafeScope failsafeScope,
    Loopback loopback,
    EstablishedFlows establishedFlows,
    ConntrackInvalid conntrackInvalid,
    boolean counters) {

  public DataplaneSettings {
    failsafes = List.copyOf(failsafes);
  }

  /** {@code failsafeScope}. */
  public enum FailsafeScope {
    /** Packets to the host's own addresses. */
    LOCAL,
    /** Packets to anywhere, as Calico has it. */
    ANY
  }

  /** {@code loopback}. */
  public enum Loopback {
    /** Never policed by a wildcard endpoint. */
    EXEMPT,
    /** Policed like any other interface, as Calico has it. */
    POLICE
  }

  /** {@code establishedFlows}. */
  public enum EstablishedFlows {
    /** What was let in stays, as in Calico (decision D12). */
    KEEP,
    /**
     * Each packet in the direction of a flow's first one is judged as that was: a flow that policy
     * denies by now ends.
     */
    POLICE
  }

  /** {@code conntrackInvalid}. */
  public enum ConntrackInvalid {
    /** Dropped, after failsafes and before policy. */
    DROP,
    /** Left to policy. */
    CONTINUE
  }

  /** The documented defaults. */
  public static DataplaneSettings defaults() {
    return new DataplaneSettings(
        Failsafe.DEFAULTS,
        FailsafeScope.LOCAL,
        Loopback.EXEMPT,
        EstablishedFlows.KEEP,
        ConntrackInvalid.DROP,
        true);
  }

  /** True if packets in that state continue before failsafes and policy are asked. */
  public boolean keeps(ConntrackState state) {
    return switch (state) {
      case REPLY, EXPECTED, RELATED -> true;
      case ESTABLISHED -> establishedFlows == EstablishedFlows.KEEP;
      case NEW, INVALID, UNTRACKED -> false;
    };
  }
}
