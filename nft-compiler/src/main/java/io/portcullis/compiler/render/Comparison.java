package io.portcullis.compiler.render;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Fib;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/** A comparison as nft writes it. */
final class Comparison {

  private Comparison() {}

  static String of(Operand operand, Cmp.Op op, Bytes value) {
    boolean nonZero = op == Cmp.Op.NEQ && value.equals(Bytes.zero(value.length()));
    if (operand.text().equals("ct state") && operand.mask().isPresent() && nonZero) {
      return "ct state " + states(operand.mask().get());
    }
    if (operand.text().equals("ct status") && operand.mask().isPresent() && nonZero) {
      return "ct status " + statuses(operand.mask().get());
    }
    if (operand.text().equals("ct direction") && op == Cmp.Op.EQ) {
      return "ct direction " + (value.u8(0) == Ct.DIR_REPLY ? "reply" : "original");
    }
    if (operand.text().equals("fib daddr type") && host(value) == Fib.RTN_LOCAL) {
      return "fib daddr type " + (op == Cmp.Op.EQ ? "local" : symbol(op) + "local");
    }
    if (operand.mask().isPresent() && isAddress(operand)) {
      OptionalInt length = prefixLength(operand.mask().get());
      if (length.isPresent()) {
        return operand.text() + " " + symbol(op) + operand.value(value) + "/" + length.getAsInt();
      }
    }
    return operand.asKey() + " " + symbol(op) + operand.value(value);
  }

  private static boolean isAddress(Operand operand) {
    return operand.keyType() == NftDataType.IPV4_ADDR || operand.keyType() == NftDataType.IPV6_ADDR;
  }

  private static OptionalInt prefixLength(Bytes mask) {
    BitSet bits = new BitSet();
    for (int i = 0; i < 8 * mask.length(); i++) {
      bits.set(i, (mask.u8(i / 8) & 0x80 >> i % 8) != 0);
    }
    int length = bits.nextClearBit(0);
    return bits.nextSetBit(length) < 0 ? OptionalInt.of(length) : OptionalInt.empty();
  }

  private static String symbol(Cmp.Op op) {
    return switch (op) {
      case EQ -> "";
      case NEQ -> "!= ";
      case LT -> "< ";
      case LTE -> "<= ";
      case GT -> "> ";
      case GTE -> ">= ";
    };
  }

  private static String states(Bytes mask) {
    int bits = host(mask);
    List<String> out = new ArrayList<>();
    add(out, bits, Ct.STATE_INVALID, "invalid");
    add(out, bits, Ct.STATE_ESTABLISHED, "established");
    add(out, bits, Ct.STATE_RELATED, "related");
    add(out, bits, Ct.STATE_NEW, "new");
    add(out, bits, Ct.STATE_UNTRACKED, "untracked");
    return String.join(",", out);
  }

  private static String statuses(Bytes mask) {
    int bits = host(mask);
    return bits == Ct.STATUS_EXPECTED ? "expected" : "0x%x".formatted(bits);
  }

  private static void add(List<String> out, int bits, int bit, String name) {
    if ((bits & bit) != 0) {
      out.add(name);
    }
  }

  private static int host(Bytes value) {
    return value.hostU32().orElse(-1);
  }
}
