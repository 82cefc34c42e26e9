package io.portcullis.netlink.nflog;

import io.portcullis.netlink.Bytes;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A packet that a rule logged: {@code NFULA_*}.
 *
 * @param group that it was logged to
 * @param prefix of the rule, without a NUL; empty if it has none
 * @param family {@code NFPROTO_*} of the hook
 * @param hook {@code NF_INET_*}, for the families that have these
 * @param protocol {@code ETH_P_*}, such as 0x0800 for IPv4
 * @param mark {@code meta mark}, 0 if none is set
 * @param inLink index of the link it came by
 * @param outLink index of the link it leaves by
 * @param timestamp when it was received, to the microsecond; packets of this host have none
 * @param sequence counts the packets of the group from 0, so that gaps tell of lost ones
 * @param payload from the network header on, cut at the length that was asked for
 */
public record LoggedPacket(
    int group,
    String prefix,
    int family,
    int hook,
    int protocol,
    int mark,
    OptionalInt inLink,
    OptionalInt outLink,
    Optional<Instant> timestamp,
    OptionalInt sequence,
    Bytes payload) {}
