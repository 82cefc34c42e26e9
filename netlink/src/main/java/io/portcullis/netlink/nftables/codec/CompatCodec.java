package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.RuleCompat;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Match;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code NFTA_RULE_COMPAT}, which the kernel takes with a rule and never gives back. In a rule it
 * is one of {@link NftRule#unknown}, so that whoever sent one has it written again to the byte.
 */
public final class CompatCodec {

  private static final int NFT_RULE_COMPAT_F_INV = 2;

  /** Where IPv4 and IPv6 headers have the protocol of what follows. */
  private static final int IPV4_PROTOCOL = 9;

  private static final int IPV6_NEXT_HEADER = 6;

  private CompatCodec() {}

  /** The same rule with what its matches and targets of xtables want to know. */
  public static NftRule with(NftRule rule, RuleCompat compat) {
    List<UnknownAttributes.Unknown> all = new ArrayList<>(rule.unknown().attributes());
    all.removeIf(CompatCodec::isCompat);
    all.add(encoded(compat));
    return new NftRule(
        rule.chain(), rule.expressions(), rule.userData(), new UnknownAttributes(all));
  }

  /**
   * What a rule says of the protocol; empty if it says nothing.
   *
   * @throws MalformedMessageException if it says that in another way than the kernel reads
   */
  public static Optional<RuleCompat> of(NftRule rule) {
    Optional<UnknownAttributes.Unknown> raw =
        rule.unknown().attributes().stream().filter(CompatCodec::isCompat).findFirst();
    return raw.isPresent() ? Optional.of(decoded(raw.get().payload())) : Optional.empty();
  }

  /**
   * A rule as it was read, fit to be written again: if it has matches or targets of xtables and
   * compares the protocol before the first of them, as iptables-nft makes all that name one, it
   * says so again. Any other rule comes back as it is.
   */
  public static NftRule completed(NftRule rule) {
    if (rule.unknown().attributes().stream().anyMatch(CompatCodec::isCompat)) {
      return rule;
    }
    Optional<RuleCompat> found = compared(rule.expressions());
    return found.isPresent() ? with(rule, found.get()) : rule;
  }

  private static Optional<RuleCompat> compared(List<Expression> expressions) {
    Optional<Register> protocol = Optional.empty();
    Optional<RuleCompat> found = Optional.empty();
    for (Expression each : expressions) {
      if (each instanceof Match || each instanceof Target) {
        return found;
      }
      if (each instanceof Cmp cmp && protocol.equals(Optional.of(cmp.sreg()))) {
        boolean exact = cmp.op() == Cmp.Op.EQ || cmp.op() == Cmp.Op.NEQ;
        if (exact && cmp.data().length() == 1) {
          int number = cmp.data().toArray()[0] & 0xff;
          found = Optional.of(new RuleCompat(number, cmp.op() == Cmp.Op.NEQ));
        }
      }
      protocol = loaded(each);
    }
    return Optional.empty();
  }

  /** Where the expression puts the protocol, if it does. */
  private static Optional<Register> loaded(Expression expression) {
    if (expression instanceof Meta meta && meta.key() == Meta.L4PROTO) {
      return Optional.of(meta.dreg());
    }
    boolean header =
        expression instanceof Payload payload
            && payload.base() == Payload.Base.NETWORK
            && payload.length() == 1
            && (payload.offset() == IPV4_PROTOCOL || payload.offset() == IPV6_NEXT_HEADER);
    return header ? Optional.of(((Payload) expression).dreg()) : Optional.empty();
  }

  private static boolean isCompat(UnknownAttributes.Unknown attribute) {
    return (attribute.type() & AttributeReader.NLA_TYPE_MASK) == NFTA_RULE_COMPAT;
  }

  private static UnknownAttributes.Unknown encoded(RuleCompat compat) {
    MessageWriter out = new MessageWriter(32);
    out.putU32be(NFTA_RULE_COMPAT_PROTO, compat.protocol());
    out.putU32be(NFTA_RULE_COMPAT_FLAGS, compat.inverted() ? NFT_RULE_COMPAT_F_INV : 0);
    byte[] raw = new byte[out.position()];
    out.buffer().get(0, raw);
    return new UnknownAttributes.Unknown(
        NFTA_RULE_COMPAT | AttributeReader.NLA_F_NESTED, Bytes.of(raw));
  }

  private static RuleCompat decoded(Bytes payload) {
    ByteBuffer buffer = ByteBuffer.allocate(payload.length()).order(ByteOrder.nativeOrder());
    payload.putTo(buffer);
    Fields in =
        new Fields(new AttributeReader(buffer, 0, payload.length()), NFTA_RULE_COMPAT_FLAGS);
    int protocol = in.u32(NFTA_RULE_COMPAT_PROTO);
    int flags = in.u32(NFTA_RULE_COMPAT_FLAGS);
    if (!in.faithful() || protocol < 0 || protocol > 0xff) {
      throw new MalformedMessageException("NFTA_RULE_COMPAT of " + payload);
    }
    return new RuleCompat(protocol, (flags & NFT_RULE_COMPAT_F_INV) != 0);
  }
}
