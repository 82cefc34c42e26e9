package io.portcullis.netlink.nftables.debug;

import io.portcullis.netlink.nftables.expr.Connlimit;
import io.portcullis.netlink.nftables.expr.Dup;
import io.portcullis.netlink.nftables.expr.Dynset;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.FlowOffload;
import io.portcullis.netlink.nftables.expr.Fwd;
import io.portcullis.netlink.nftables.expr.Last;
import io.portcullis.netlink.nftables.expr.Masq;
import io.portcullis.netlink.nftables.expr.Match;
import io.portcullis.netlink.nftables.expr.Nat;
import io.portcullis.netlink.nftables.expr.Objref;
import io.portcullis.netlink.nftables.expr.Queue;
import io.portcullis.netlink.nftables.expr.Quota;
import io.portcullis.netlink.nftables.expr.Redir;
import io.portcullis.netlink.nftables.expr.Reject;
import io.portcullis.netlink.nftables.expr.Synproxy;
import io.portcullis.netlink.nftables.expr.Target;
import io.portcullis.netlink.nftables.expr.Tproxy;
import java.util.Locale;
import java.util.Optional;

/** Expressions that do something or keep count, as libnftnl prints them; see {@link RuleText}. */
final class StatementText {

  private StatementText() {}

  /** Empty for other expressions. */
  static Optional<String> of(Expression expression) {
    return Optional.of(text(expression)).filter(text -> !text.isEmpty());
  }

  private static String text(Expression expression) {
    Words words = new Words();
    if (expression instanceof Quota quota) {
      return "quota bytes %s consumed %s flags %d"
          .formatted(
              Long.toUnsignedString(quota.bytes()),
              Long.toUnsignedString(quota.consumed()),
              quota.inverted() ? 1 : 0);
    } else if (expression instanceof Connlimit connlimit) {
      return "connlimit count %s flags %d"
          .formatted(Integer.toUnsignedString(connlimit.count()), connlimit.inverted() ? 1 : 0);
    } else if (expression instanceof Last last) {
      return last.seen() ? "last " + last.milliseconds() : "last never";
    } else if (expression instanceof Objref.Named named) {
      return "objref type %d name %s".formatted(named.type(), named.name());
    } else if (expression instanceof Objref.InMap in) {
      return "objref sreg %d set %s".formatted(in.sreg().number(), in.map());
    } else if (expression instanceof Dynset dynset) {
      words.add("dynset " + dynset.op().name().toLowerCase(Locale.ROOT));
      words.add("reg_key " + dynset.sregKey().number()).add("set " + dynset.set());
      words.register("sreg_data", dynset.sregData());
      words.unless(dynset.timeout() == 0, "timeout " + dynset.timeout() + "ms");
      dynset.expressions().forEach(each -> words.add("expr [ " + RuleText.of(each) + " ]"));
      return words.toString();
    } else if (expression instanceof FlowOffload flow) {
      return "flow_offload flowtable " + flow.table();
    } else if (expression instanceof Match match) {
      return "match name %s rev %d".formatted(match.name(), match.revision());
    } else if (expression instanceof Target target) {
      return "target name %s rev %d".formatted(target.name(), target.revision());
    } else if (expression instanceof Reject reject) {
      return "reject type %d code %d".formatted(reject.type(), reject.icmpCode());
    } else if (expression instanceof Synproxy synproxy) {
      return "synproxy mss %d wscale %d".formatted(synproxy.mss(), synproxy.windowScale());
    }
    return elsewhere(expression, words);
  }

  private static String elsewhere(Expression expression, Words words) {
    if (expression instanceof Dup dup) {
      words.add("dup").register("sreg_addr", dup.address()).register("sreg_dev", dup.device());
    } else if (expression instanceof Fwd fwd) {
      words.add("fwd sreg_dev " + fwd.device().number()).register("sreg_addr", fwd.address());
      fwd.family().ifPresent(family -> words.add("nfproto " + family));
    } else if (expression instanceof Nat nat) {
      words.add("nat").add(nat.type() == Nat.NFT_NAT_SNAT ? "snat" : "dnat");
      words.add(family(nat.family()));
      words.register("addr_min reg", nat.addressMin()).register("addr_max reg", nat.addressMax());
      words.register("proto_min reg", nat.portMin()).register("proto_max reg", nat.portMax());
      // libnftnl prints none where there are none, but masq and redir's always.
      words.unless(nat.flags() == 0, "flags 0x" + Integer.toHexString(nat.flags()));
    } else if (expression instanceof Masq masq) {
      words.add("masq");
      words.register("proto_min reg", masq.portMin()).register("proto_max reg", masq.portMax());
      words.add("flags 0x" + Integer.toHexString(masq.flags()));
    } else if (expression instanceof Redir redir) {
      words.add("redir");
      words.register("proto_min reg", redir.portMin()).register("proto_max reg", redir.portMax());
      words.add("flags 0x" + Integer.toHexString(redir.flags()));
    } else if (expression instanceof Tproxy tproxy) {
      words.add("tproxy").unless(tproxy.family() == 0, family(tproxy.family()));
      words.register("addr reg", tproxy.address()).register("port reg", tproxy.port());
    } else if (expression instanceof Queue.Numbered queue) {
      int last = queue.number() + queue.total() - 1;
      words.add("queue num " + queue.number() + (queue.total() > 1 ? "-" + last : ""));
      flags(words, queue.flags());
    } else if (expression instanceof Queue.InRegister queue) {
      words.add("queue sreg_qnum " + queue.sreg().number());
      flags(words, queue.flags());
    }
    return words.toString();
  }

  private static void flags(Words words, int flags) {
    words.unless((flags & Queue.NFT_QUEUE_FLAG_BYPASS) == 0, "bypass");
    words.unless((flags & Queue.NFT_QUEUE_FLAG_CPU_FANOUT) == 0, "fanout");
  }

  private static String family(int number) {
    return number == 10 ? "ip6" : number == 2 ? "ip" : "unknown";
  }
}
