package io.portcullis.compiler.proof;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.policy.effective.NodePolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The interface names that can be told apart: those that policy binds, {@code lo}, those that the
 * ruleset may compare with, and one that is none of them and stands for all others. The interpreter
 * refuses rulesets that look at names in any other way than as wholes.
 */
final class Interfaces {

  /** {@code IFNAMSIZ}, with the NUL at the end. */
  private static final int NAME_BYTES = 16;

  private static final int WORD = 4;

  private Interfaces() {}

  static List<String> of(NodePolicy policy, Ruleset ruleset) {
    Set<String> names = new LinkedHashSet<>(policy.interfaces().keySet());
    names.add("lo");
    ruleset.elements().forEach((set, elements) -> collect(elements, names));
    for (List<NftRule> rules : ruleset.rules().values()) {
      for (NftRule rule : rules) {
        for (Expression expression : rule.expressions()) {
          if (expression instanceof Cmp cmp) {
            collect(cmp.data().toArray(), 0, cmp.data().length(), names);
          }
        }
      }
    }
    List<String> out = new ArrayList<>(names);
    int number = 0;
    while (names.contains("other" + number)) {
      number++;
    }
    out.add("other" + number);
    return out;
  }

  private static void collect(SetElements elements, Set<String> names) {
    if (elements instanceof ElementBlock block) {
      byte[] key = new byte[block.keyLength()];
      for (int i = 0; key.length >= NAME_BYTES && i < block.size(); i++) {
        block.copyKey(i, key, 0);
        collect(key, 0, key.length, names);
      }
      return;
    }
    for (int i = 0; i < elements.size(); i++) {
      Bytes key = elements.get(i).key();
      if (key.length() >= NAME_BYTES) {
        collect(key.toArray(), 0, key.length(), names);
      }
    }
  }

  /** Adds what a key may compare a name with. */
  static void collect(Bytes key, Set<String> names) {
    collect(key.toArray(), 0, key.length(), names);
  }

  /** A key may be a concatenation with a name anywhere in it. */
  private static void collect(byte[] key, int from, int length, Set<String> names) {
    for (int at = from; at + NAME_BYTES <= length; at += WORD) {
      int end = at;
      while (end < at + NAME_BYTES && isOfName(key[end])) {
        end++;
      }
      boolean name = end > at && end < at + NAME_BYTES;
      for (int i = end; i < at + NAME_BYTES; i++) {
        name &= key[i] == 0;
      }
      if (name) {
        names.add(new String(key, at, end - at, StandardCharsets.US_ASCII));
      }
    }
  }

  /** Of what no link can have no packet comes in; addresses look like that too. */
  private static boolean isOfName(byte b) {
    return b > ' ' && b < 0x7f && b != '/' && b != ':';
  }
}
