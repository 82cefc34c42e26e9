package io.portcullis.integration.scenario;

import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.DataplaneSettings.ConntrackInvalid;
import io.portcullis.policy.effective.DataplaneSettings.EstablishedFlows;
import io.portcullis.policy.effective.DataplaneSettings.FailsafeScope;
import io.portcullis.policy.effective.DataplaneSettings.Loopback;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.load.FailsafeText;
import java.util.List;

/** The defaults with one thing set otherwise. */
final class Settings {

  private Settings() {}

  /** {@code failsafeScope: any}. */
  static DataplaneSettings failsafesToAnywhere() {
    return of(Failsafe.DEFAULTS, FailsafeScope.ANY, Loopback.EXEMPT, ConntrackInvalid.DROP);
  }

  /** Other failsafes, in their text form. */
  static DataplaneSettings failsafes(String text) {
    return of(
        FailsafeText.parse(text), FailsafeScope.LOCAL, Loopback.EXEMPT, ConntrackInvalid.DROP);
  }

  /** {@code loopback: police}. */
  static DataplaneSettings loopbackPoliced() {
    return of(Failsafe.DEFAULTS, FailsafeScope.LOCAL, Loopback.POLICE, ConntrackInvalid.DROP);
  }

  /** {@code conntrackInvalid: continue}. */
  static DataplaneSettings invalidContinues() {
    return of(Failsafe.DEFAULTS, FailsafeScope.LOCAL, Loopback.EXEMPT, ConntrackInvalid.CONTINUE);
  }

  /** {@code establishedFlows: police}. */
  static DataplaneSettings establishedPoliced() {
    return new DataplaneSettings(
        Failsafe.DEFAULTS,
        FailsafeScope.LOCAL,
        Loopback.EXEMPT,
        EstablishedFlows.POLICE,
        ConntrackInvalid.DROP,
        true);
  }

  /** {@code counters: off}. */
  static DataplaneSettings withoutCounters() {
    return new DataplaneSettings(
        Failsafe.DEFAULTS,
        FailsafeScope.LOCAL,
        Loopback.EXEMPT,
        EstablishedFlows.KEEP,
        ConntrackInvalid.DROP,
        false);
  }

  private static DataplaneSettings of(
      List<Failsafe> failsafes, FailsafeScope scope, Loopback loopback, ConntrackInvalid invalid) {
    return new DataplaneSettings(failsafes, scope, loopback, EstablishedFlows.KEEP, invalid, true);
  }
}
