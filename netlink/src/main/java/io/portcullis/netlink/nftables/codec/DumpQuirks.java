package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.*;
import static io.portcullis.netlink.nftables.codec.ObjectDataAttributes.NFTA_TUNNEL_KEY_OPTS;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/**
 * What stays bytes, and what the kernel does not take back as it dumps it. Of expressions, it gives
 * attributes that are zero, and refuses them even so. Those are not sent.
 *
 * <ul>
 *   <li>{@code exthdr} that writes or resets a TCP option: {@code nft_exthdr_dump_common()} always
 *       gives flags, offset and length; {@code nft_exthdr_tcp_set_init()} refuses flags, {@code
 *       nft_exthdr_tcp_strip_init()} all three.
 *   <li>{@code osf}: {@code nft_osf_dump()} always gives flags; {@code nft_osf_init()} takes only
 *       one value of them, which is not 0.
 *   <li>{@code dynset}: {@code nft_dynset_dump()} always gives the timeout; {@code
 *       nft_dynset_init()} refuses one for a set without timeouts, and for others takes its absence
 *       for 0.
 * </ul>
 *
 * <p>Options of a tunnel object come without {@code NLA_F_NESTED} ({@code nft_tunnel_opts_dump()}),
 * without which {@code nft_tunnel_obj_geneve_init()} does not take them.
 */
final class DumpQuirks {

  private static final Set<Integer> NONE = Set.of();
  private static final Set<Integer> EXTHDR_WRITE = Set.of(NFTA_EXTHDR_FLAGS);
  private static final Set<Integer> EXTHDR_RESET =
      Set.of(NFTA_EXTHDR_FLAGS, NFTA_EXTHDR_OFFSET, NFTA_EXTHDR_LEN);
  private static final Set<Integer> OSF = Set.of(NFTA_OSF_FLAGS);
  private static final Set<Integer> DYNSET = Set.of(NFTA_DYNSET_TIMEOUT);

  private DumpQuirks() {}

  /**
   * The payload of {@code NFTA_EXPR_DATA} as the kernel takes it. What it takes as it is, and what
   * is no list of attributes, is given back unchanged.
   */
  static Bytes taken(String name, Bytes dumped) {
    try {
      Set<Integer> refused =
          switch (name) {
            case "exthdr" -> exthdr(types(dumped));
            case "osf" -> OSF;
            case "dynset" -> DYNSET;
            default -> NONE;
          };
      return refused.isEmpty() ? dumped : without(refused, dumped);
    } catch (MalformedMessageException e) {
      return dumped;
    }
  }

  /** The payload of {@code NFTA_OBJ_DATA} of a tunnel as the kernel takes it. */
  static Bytes takenOfTunnel(Bytes dumped) {
    try {
      MessageWriter out = new MessageWriter(128);
      AttributeReader in = reader(dumped);
      boolean changed = false;
      while (in.next()) {
        Bytes value = in.bytes();
        Bytes taken = in.type() == NFTA_TUNNEL_KEY_OPTS ? nested(value) : value;
        changed |= !taken.equals(value);
        out.putBytes(in.rawType(), taken);
      }
      return changed ? written(out) : dumped;
    } catch (MalformedMessageException e) {
      return dumped;
    }
  }

  /** The same attributes, each with the flag that says it holds others. */
  private static Bytes nested(Bytes list) {
    MessageWriter out = new MessageWriter(64);
    AttributeReader in = reader(list);
    while (in.next()) {
      out.putBytes(in.rawType() | AttributeReader.NLA_F_NESTED, in.bytes());
    }
    return written(out);
  }

  private static Set<Integer> exthdr(Set<Integer> present) {
    if (present.contains(NFTA_EXTHDR_DREG)) {
      return NONE;
    }
    return present.contains(NFTA_EXTHDR_SREG) ? EXTHDR_WRITE : EXTHDR_RESET;
  }

  private static Bytes without(Set<Integer> refused, Bytes dumped) {
    MessageWriter out = new MessageWriter(64);
    boolean drops = false;
    AttributeReader in = reader(dumped);
    while (in.next()) {
      Bytes value = in.bytes();
      if (!refused.contains(in.type()) || !value.equals(Bytes.zero(value.length()))) {
        out.putBytes(in.rawType(), value);
      } else {
        drops = true;
      }
    }
    return drops ? written(out) : dumped;
  }

  private static Bytes written(MessageWriter out) {
    byte[] raw = new byte[out.position()];
    out.buffer().get(0, raw);
    return Bytes.of(raw);
  }

  private static Set<Integer> types(Bytes payload) {
    Set<Integer> present = new HashSet<>();
    AttributeReader in = reader(payload);
    while (in.next()) {
      present.add(in.type());
    }
    return present;
  }

  private static AttributeReader reader(Bytes payload) {
    ByteBuffer buffer = ByteBuffer.allocate(payload.length()).order(ByteOrder.nativeOrder());
    payload.putTo(buffer);
    return new AttributeReader(buffer, 0, payload.length());
  }
}
