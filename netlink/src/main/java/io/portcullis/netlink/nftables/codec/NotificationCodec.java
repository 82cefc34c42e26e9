package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;
import static io.portcullis.netlink.nftables.codec.ObjectDataAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.nftables.NewGen;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.Trace;
import io.portcullis.netlink.nftables.Verdict;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What the kernel tells without being asked: {@code NFTA_TRACE_*} and {@code NFTA_GEN_*}. */
public final class NotificationCodec {

  private NotificationCodec() {}

  /**
   * Reads {@code NFT_MSG_NEWGEN} from its attributes.
   *
   * @throws MalformedMessageException if it has no generation
   */
  public static NewGen newGen(AttributeReader in) {
    long generation = 0;
    int processId = 0;
    String processName = "";
    Unknowns unknown = new Unknowns();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_GEN_ID -> generation = in.u32be() & 0xffffffffL;
        case NFTA_GEN_PROC_PID -> processId = in.u32be();
        case NFTA_GEN_PROC_NAME -> processName = in.string();
        default -> unknown.keep(in);
      }
    }
    if (generation == 0) {
      throw new MalformedMessageException("a NFT_MSG_NEWGEN without a generation");
    }
    return new NewGen(generation, processId, processName, unknown.all());
  }

  /**
   * Reads {@code NFT_MSG_TRACE} from its attributes.
   *
   * @param family of the message's header
   * @throws MalformedMessageException if it is none
   */
  public static Trace trace(NfFamily family, AttributeReader in) {
    OptionalInt id = OptionalInt.empty();
    int type = 0;
    Optional<String> table = Optional.empty();
    Optional<String> chain = Optional.empty();
    OptionalLong rule = OptionalLong.empty();
    Optional<Verdict> verdict = Optional.empty();
    OptionalInt policy = OptionalInt.empty();
    OptionalInt mark = OptionalInt.empty();
    OptionalInt nfproto = OptionalInt.empty();
    Bytes[] headers = {Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY};
    OptionalInt[] interfaces = {
      OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()
    };
    OptionalInt[] connection = {
      OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()
    };
    Unknowns unknown = new Unknowns();
    while (in.next()) {
      int attribute = in.type();
      switch (attribute) {
        case NFTA_TRACE_ID -> id = OptionalInt.of(in.u32be());
        case NFTA_TRACE_TYPE -> type = in.u32be();
        case NFTA_TRACE_TABLE -> table = Optional.of(in.string());
        case NFTA_TRACE_CHAIN -> chain = Optional.of(in.string());
        case NFTA_TRACE_RULE_HANDLE -> rule = OptionalLong.of(in.u64be());
        case NFTA_TRACE_VERDICT -> verdict = Optional.of(verdict(in.nested()));
        case NFTA_TRACE_POLICY -> policy = OptionalInt.of(in.u32be());
        case NFTA_TRACE_MARK -> mark = OptionalInt.of(in.u32be());
        case NFTA_TRACE_NFPROTO -> nfproto = OptionalInt.of(in.u32be());
        case NFTA_TRACE_LL_HEADER, NFTA_TRACE_NETWORK_HEADER, NFTA_TRACE_TRANSPORT_HEADER ->
            headers[attribute - NFTA_TRACE_LL_HEADER] = in.bytes();
        case NFTA_TRACE_IIF, NFTA_TRACE_OIF ->
            interfaces[attribute - NFTA_TRACE_IIF] = OptionalInt.of(in.u32be());
        case NFTA_TRACE_IIFTYPE, NFTA_TRACE_OIFTYPE ->
            interfaces[attribute - NFTA_TRACE_IIF] = OptionalInt.of(in.u16be());
        case NFTA_TRACE_CT_DIRECTION ->
            connection[attribute - NFTA_TRACE_CT_ID] = OptionalInt.of(in.u8());
        case NFTA_TRACE_CT_ID, NFTA_TRACE_CT_STATUS, NFTA_TRACE_CT_STATE ->
            connection[attribute - NFTA_TRACE_CT_ID] = OptionalInt.of(in.u32be());
        case NFTA_TRACE_PAD -> {}
        default -> unknown.keep(in);
      }
    }
    if (id.isEmpty() || type == 0) {
      throw new MalformedMessageException("a trace without a packet's number, or without a type");
    }
    Trace.TracedPacket packet =
        new Trace.TracedPacket(
            headers[0],
            headers[1],
            headers[2],
            interfaces[0],
            interfaces[1],
            interfaces[2],
            interfaces[3]);
    return new Trace(
        family,
        id.getAsInt(),
        type,
        table,
        chain,
        rule,
        verdict,
        policy,
        packet,
        mark,
        nfproto,
        connection(connection),
        unknown.all());
  }

  /** Every packet with something to say about its connection has a state. */
  private static Optional<Trace.TracedConnection> connection(OptionalInt[] told) {
    OptionalInt state = told[NFTA_TRACE_CT_STATE - NFTA_TRACE_CT_ID];
    return state.isPresent()
        ? Optional.of(
            new Trace.TracedConnection(
                state.getAsInt(),
                told[0],
                told[NFTA_TRACE_CT_DIRECTION - NFTA_TRACE_CT_ID],
                told[NFTA_TRACE_CT_STATUS - NFTA_TRACE_CT_ID]))
        : Optional.empty();
  }

  private static Verdict verdict(AttributeReader in) {
    int code = 0;
    Optional<String> chain = Optional.empty();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_VERDICT_CODE -> code = in.u32be();
        case NFTA_VERDICT_CHAIN -> chain = Optional.of(in.string());
        default -> throw new MalformedMessageException("attribute " + in.type() + " of a verdict");
      }
    }
    return new Verdict(code, chain);
  }
}
