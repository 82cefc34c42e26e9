package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.Text;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Logs the packet: {@code nft_log.c}. With a group it goes to nfnetlink_log, else to the kernel's
 * log.
 *
 * @param prefix at most 127 bytes
 * @param group {@code NFTA_LOG_GROUP}
 * @param snaplen {@code NFTA_LOG_SNAPLEN}, with a group
 * @param qthreshold {@code NFTA_LOG_QTHRESHOLD}, with a group
 * @param level {@code NFTA_LOG_LEVEL}, a syslog severity, without a group
 * @param flags {@code NFTA_LOG_FLAGS}
 */
public record Log(
    Optional<String> prefix,
    OptionalInt group,
    OptionalInt snaplen,
    OptionalInt qthreshold,
    OptionalInt level,
    OptionalInt flags)
    implements Expression {

  /** The system cannot be used. */
  public static final int NFT_LOGLEVEL_EMERG = 0;

  /** Somebody must act now. */
  public static final int NFT_LOGLEVEL_ALERT = 1;

  /** Critical. */
  public static final int NFT_LOGLEVEL_CRIT = 2;

  /** An error. */
  public static final int NFT_LOGLEVEL_ERR = 3;

  /** A warning; the usual level. */
  public static final int NFT_LOGLEVEL_WARNING = 4;

  /** Normal, but worth a notice. */
  public static final int NFT_LOGLEVEL_NOTICE = 5;

  /** For information. */
  public static final int NFT_LOGLEVEL_INFO = 6;

  /** For debugging. */
  public static final int NFT_LOGLEVEL_DEBUG = 7;

  /** To the audit log, and without a prefix. */
  public static final int NFT_LOGLEVEL_AUDIT = 8;

  public Log {
    prefix.ifPresent(
        text ->
            Checks.between("the length of a log prefix in bytes", Text.bytes(text).length, 0, 127));
    group.ifPresent(value -> Checks.u16("the group of log", value));
    qthreshold.ifPresent(value -> Checks.u16("the queue threshold of log", value));
    level.ifPresent(value -> Checks.between("the level of log", value, 0, NFT_LOGLEVEL_AUDIT));
  }

  /** To the kernel's log at {@code level}. */
  public static Log syslog(String prefix, int level) {
    return new Log(
        Optional.of(prefix),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.of(level),
        OptionalInt.empty());
  }
}
