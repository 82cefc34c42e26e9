package io.portcullis.policy.effective;

import io.portcullis.policy.packet.ConntrackState;
import java.util.List;
import java.util.Optional;

/**
 * What is configured besides policy.
 *
 * @param failsafes what reaches the host whatever policy says
 * @param failsafeScope for which destinations they hold
 * @param loopback whether a wildcard endpoint polices {@code lo}
 * @param establishedFlows whether a flow that was let in is asked about again
 * @param conntrackInvalid what becomes of packets that connection tracking calls invalid
 * @param counters whether hits are counted
 * @param denied where packets that are dropped are told of; empty for nowhere
 */
public record DataplaneSettings(
    List<Failsafe> failsafes,
    FailsafeScope failsafeScope,
    Loopback loopback,
    EstablishedFlows establishedFlows,
    ConntrackInvalid conntrackInvalid,
    boolean counters,
    Optional<Denied> denied) {

  public DataplaneSettings {
    failsafes = List.copyOf(failsafes);
  }

  /** Without telling of packets that are dropped. */
  public DataplaneSettings(
      List<Failsafe> failsafes,
      FailsafeScope failsafeScope,
      Loopback loopback,
      EstablishedFlows establishedFlows,
      ConntrackInvalid conntrackInvalid,
      boolean counters) {
    this(
        failsafes,
        failsafeScope,
        loopback,
        establishedFlows,
        conntrackInvalid,
        counters,
        Optional.empty());
  }

  /** The same, telling of packets that are dropped. */
  public DataplaneSettings telling(Optional<Denied> of) {
    return new DataplaneSettings(
        failsafes, failsafeScope, loopback, establishedFlows, conntrackInvalid, counters, of);
  }

  /**
   * {@code denied}: how packets that are dropped are told of, which changes nothing of what becomes
   * of them.
   *
   * @param group nfnetlink_log's, 0 to 65535
   * @param perSecond how many at most, of each rule that drops
   */
  public record Denied(int group, int perSecond) {}

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
      case REPLY,
          EXPECTED,
          EXPECTED_REPLY,
          RELATED,
          RELATED_REPLY,
          RELATED_EXPECTED,
          RELATED_EXPECTED_REPLY ->
          true;
      case ESTABLISHED -> establishedFlows == EstablishedFlows.KEEP;
      case NEW, INVALID, UNTRACKED -> false;
    };
  }
}
