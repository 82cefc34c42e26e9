package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * {@code NFT_MSG_TRACE}: a step of a packet through the tables, told to group {@code
 * NFNLGRP_NFTRACE} of packets whose {@code meta nftrace} is set; {@code nf_tables_trace.c}.
 *
 * @param family of the table
 * @param id the same for all steps of one packet
 * @param type {@link #NFT_TRACETYPE_RULE} and others
 * @param table its name
 * @param chain its name
 * @param rule handle of the rule, for rules and returns
 * @param verdict of the rule, or a return's
 * @param policy {@code NF_*}, if it was the chain's policy that decided
 * @param packet the headers and interfaces, given with the first step in a chain
 * @param mark the packet's, if it has one
 * @param nfproto {@code NFPROTO_*} of the packet
 * @param connection the packet's, from Linux 6.16 on
 * @param unknown attributes of a newer kernel
 */
public record Trace(
    NfFamily family,
    int id,
    int type,
    Optional<String> table,
    Optional<String> chain,
    OptionalLong rule,
    Optional<Verdict> verdict,
    OptionalInt policy,
    TracedPacket packet,
    OptionalInt mark,
    OptionalInt nfproto,
    Optional<TracedConnection> connection,
    UnknownAttributes unknown) {

  /** The chain's policy decided. */
  public static final int NFT_TRACETYPE_POLICY = 1;

  /** A chain was left at its end, or by return. */
  public static final int NFT_TRACETYPE_RETURN = 2;

  /** A rule decided. */
  public static final int NFT_TRACETYPE_RULE = 3;

  /**
   * What is told of the packet's connection.
   *
   * @param state {@code NF_CT_STATE_BIT()}, such as {@link
   *     io.portcullis.netlink.nftables.expr.Ct#STATE_NEW}
   * @param id as {@code CTA_ID}; none of a packet that is not tracked
   * @param direction {@code IP_CT_DIR_*}
   * @param status {@code IPS_*}
   */
  public record TracedConnection(
      int state, OptionalInt id, OptionalInt direction, OptionalInt status) {}

  /**
   * What is told of the packet itself; bytes are empty where nothing is.
   *
   * @param linkLayer up to 20 bytes from the link-layer header on
   * @param network up to 40 bytes from the network header on
   * @param transport up to 20 bytes from the transport header on
   * @param inputInterface index
   * @param inputType {@code ARPHRD_*}
   * @param outputInterface index
   * @param outputType {@code ARPHRD_*}
   */
  public record TracedPacket(
      Bytes linkLayer,
      Bytes network,
      Bytes transport,
      OptionalInt inputInterface,
      OptionalInt inputType,
      OptionalInt outputInterface,
      OptionalInt outputType) {}
}
