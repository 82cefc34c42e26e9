package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.RuleWithHandle;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.List;

/** {@code NFTA_RULE_*}. Left out of a rule's value: its handle and that of the rule before it. */
public final class RuleCodec {

  private RuleCodec() {}

  /** A rule and the table it is in. */
  public record InTable(String table, RuleWithHandle rule) {}

  /** Writes the attributes of {@code rule}. */
  public static void encode(MessageWriter out, String table, NftRule rule) {
    out.putString(NFTA_RULE_TABLE, table);
    out.putString(NFTA_RULE_CHAIN, rule.chain());
    ExpressionCodec.encodeList(out, NFTA_RULE_EXPRESSIONS, rule.expressions());
    TableCodec.userData(out, NFTA_RULE_USERDATA, rule.userData());
    out.putUnknown(rule.unknown());
  }

  /** Reads a rule from the attributes of its message. */
  public static InTable decode(AttributeReader in) {
    String table = "";
    String chain = "";
    long handle = 0;
    List<Expression> expressions = List.of();
    UserData userData = UserData.NONE;
    Unknowns unknown = new Unknowns();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_RULE_TABLE -> table = in.string();
        case NFTA_RULE_CHAIN -> chain = in.string();
        case NFTA_RULE_HANDLE -> handle = in.u64be();
        case NFTA_RULE_EXPRESSIONS -> expressions = ExpressionCodec.decodeList(in.nested());
        case NFTA_RULE_USERDATA -> userData = TableCodec.userData(in.bytes());
        case NFTA_RULE_POSITION, NFTA_RULE_PAD -> {}
        default -> unknown.keep(in);
      }
    }
    NftRule rule = new NftRule(chain, expressions, userData, unknown.all());
    return new InTable(table, new RuleWithHandle(handle, rule));
  }
}
