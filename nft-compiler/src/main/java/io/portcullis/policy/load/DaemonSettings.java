package io.portcullis.policy.load;

import java.util.Optional;

/**
 * How an agent runs, as docs/configuration.md has it; nothing here changes what policy means.
 *
 * @param tableOwner whether the kernel shall let nobody but the agent change the table
 * @param logFormat of what happens
 * @param metricsListen where metrics and health are served; empty for nowhere
 */
public record DaemonSettings(
    boolean tableOwner, LogFormat logFormat, Optional<Listen> metricsListen) {

  /** How log lines are written. */
  public enum LogFormat {
    /** For people. */
    TEXT,
    /** One object a line, for collectors. */
    JSON
  }

  /**
   * An address and a port to listen on.
   *
   * @param address IPv4, or IPv6 without brackets
   * @param port 1 to 65535, or 0 for any that is free
   */
  public record Listen(String address, int port) {
    @Override
    public String toString() {
      return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
  }

  /** What applies where a configuration says nothing. */
  public static DaemonSettings defaults() {
    return new DaemonSettings(true, LogFormat.TEXT, Optional.of(new Listen("127.0.0.1", 9797)));
  }
}
