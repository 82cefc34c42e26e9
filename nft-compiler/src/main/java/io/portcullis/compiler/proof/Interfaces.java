package io.portcullis.compiler.proof;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.policy.effective.LinkName;
import io.portcullis.policy.effective.NodePolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The interface names that can be told apart: those that policy binds, {@code lo}, those that the
 * ruleset may compare with, and one that is none of them and stands for all others. The interpreter
 * refuses rulesets that look at names in any other way than as wholes.
 *
 * <p>A rule may read only what it loaded itself, so names are looked for where rules load one.
 * There any bytes that a link may have as its name are taken for one; elsewhere addresses look like
 * that too.
 */
final class Interfaces {

  private static final int WORD = 4;

  private Interfaces() {}

  static List<String> of(NodePolicy policy, Ruleset ruleset) {
    Set<String> names = new LinkedHashSet<>(policy.interfaces().keySet());
    names.add("lo");
    List<Expression> asking = withNames(ruleset);
    for (Expression expression : asking) {
      if (expression instanceof Cmp cmp) {
        collect(cmp.data(), names);
      }
    }
    askedBy(asking).forEach(set -> collect(ruleset.elementsOf(set), names));
    List<String> out = new ArrayList<>(names);
    int number = 0;
    while (names.contains("other" + number)) {
      number++;
    }
    out.add("other" + number);
    return out;
  }

  /** The sets that are asked by rules that load a name. */
  static Set<String> askedBy(Ruleset ruleset) {
    return askedBy(withNames(ruleset));
  }

  private static Set<String> askedBy(List<Expression> asking) {
    Set<String> out = new HashSet<>();
    for (Expression expression : asking) {
      if (expression instanceof Lookup lookup) {
        out.add(lookup.set());
      }
    }
    return out;
  }

  /** All expressions of all rules that load a name. */
  private static List<Expression> withNames(Ruleset ruleset) {
    List<Expression> out = new ArrayList<>();
    for (List<NftRule> rules : ruleset.rules().values()) {
      for (NftRule rule : rules) {
        if (loadsName(rule.expressions())) {
          out.addAll(rule.expressions());
        }
      }
    }
    return out;
  }

  private static boolean loadsName(List<Expression> rule) {
    for (int i = 0; i < rule.size(); i++) {
      if (rule.get(i) instanceof Meta meta && meta.key() == Meta.IIFNAME) {
        return true;
      }
    }
    return false;
  }

  private static void collect(SetElements elements, Set<String> names) {
    if (elements instanceof ElementBlock block) {
      byte[] key = new byte[block.keyLength()];
      for (int i = 0; i < block.size(); i++) {
        block.copyKey(i, key, 0);
        collect(key, names);
      }
      return;
    }
    for (int i = 0; i < elements.size(); i++) {
      collect(elements.get(i).key(), names);
    }
  }

  /** Adds what a key may compare a name with. */
  static void collect(Bytes key, Set<String> names) {
    collect(key.toArray(), names);
  }

  /** A key may be a concatenation with a name anywhere in it. */
  private static void collect(byte[] key, Set<String> names) {
    for (int at = 0; at + LinkName.SIZE <= key.length; at += WORD) {
      name(Arrays.copyOfRange(key, at, at + LinkName.SIZE)).ifPresent(names::add);
    }
  }

  /** The name that 16 bytes are; empty if no link can have it, since then no packet comes in by. */
  private static Optional<String> name(byte... key) {
    int end = LinkName.SIZE;
    while (end > 0 && key[end - 1] == 0) {
      end--;
    }
    try {
      String name = LinkName.of(Arrays.copyOf(key, end));
      return Arrays.equals(LinkName.key(name), key) ? Optional.of(name) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
