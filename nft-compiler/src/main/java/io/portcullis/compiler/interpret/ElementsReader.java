package io.portcullis.compiler.interpret;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes {@link Elements} of a ruleset's sets, whichever way they are held. */
final class ElementsReader {

  private ElementsReader() {}

  static Elements read(
      int number, NftSet set, SetElements elements, BiFunction<Verdict, UserData, Target> resolve) {
    refuse(set.timeout() != 0, set, "elements that time out");
    refuse((set.flags() & NftSet.F_OBJECT) != 0, set, "stateful objects");
    refuse(!onlyCounters(set.expressions()), set, "expressions on elements other than counter");
    return elements instanceof ElementBlock block
            && (set.flags() & NftSet.F_INTERVAL) == 0
            && block.keyLength() == set.keyLength()
        ? ofBlock(number, set, block, resolve)
        : ofList(number, set, elements, resolve);
  }

  private static Elements ofBlock(
      int number, NftSet set, ElementBlock block, BiFunction<Verdict, UserData, Target> resolve) {
    int length = block.keyLength();
    byte[] keys = new byte[block.size() * length];
    Target[] palette =
        block.kinds().stream()
            .map(kind -> resolve.apply(kind.verdict(), kind.userData()))
            .toArray(Target[]::new);
    Target[] targets = new Target[palette.length == 0 ? 0 : block.size()];
    for (int i = 0; i < block.size(); i++) {
      block.copyKey(i, keys, i * length);
      if (palette.length != 0) {
        targets[i] = palette[block.verdictIndex(i)];
      }
    }
    refuse(set.isVerdictMap() && targets.length != block.size(), set, "elements without verdicts");
    refuse((set.flags() & NftSet.F_MAP) != 0 && !set.isVerdictMap(), set, "values in a block");
    boolean[] counted = new boolean[block.size()];
    boolean all = !set.expressions().isEmpty();
    for (int i = 0; i < counted.length; i++) {
      counted[i] =
          all || (palette.length != 0 && block.kinds().get(block.verdictIndex(i)).counted());
    }
    return new Elements(
        number,
        set,
        new HashedKeys(length, keys, block.size()),
        PreparedSet.NONE,
        targets,
        new byte[0][],
        counted);
  }

  private static Elements ofList(
      int number, NftSet set, SetElements elements, BiFunction<Verdict, UserData, Target> resolve) {
    int count = elements.size();
    byte[][] first = new byte[count][];
    byte[][] last = new byte[count][];
    boolean[] ends = new boolean[count];
    boolean[] counted = new boolean[count];
    Target[] targets = new Target[set.isVerdictMap() ? count : 0];
    boolean toValues = (set.flags() & NftSet.F_MAP) != 0 && !set.isVerdictMap();
    byte[][] values = new byte[toValues ? count : 0][];
    List<Integer> keyed = new ArrayList<>();
    int catchAll = PreparedSet.NONE;
    for (int i = 0; i < count; i++) {
      NftSetElem element = elements.get(i);
      refuse(element.timeout() != 0, set, "elements that time out");
      counted[i] = counts(set, element);
      ends[i] = (element.flags() & NftSetElem.F_INTERVAL_END) != 0;
      if ((element.flags() & NftSetElem.F_CATCHALL) != 0) {
        catchAll = i;
      } else {
        refuse(element.key().length() != set.keyLength(), set, "a key of the wrong length");
        keyed.add(i);
      }
      first[i] = element.key().toArray();
      last[i] = element.keyEnd().map(Bytes::toArray).orElse(first[i]);
      if (!ends[i]) {
        fill(set, element, i, targets, values, resolve);
      }
    }
    PreparedSet keys = Arrangement.of(set, keyed, first, last, ends);
    return new Elements(number, set, keys, catchAll, targets, values, counted);
  }

  private static void fill(
      NftSet set,
      NftSetElem element,
      int index,
      Target[] targets,
      byte[][] values,
      BiFunction<Verdict, UserData, Target> resolve) {
    Optional<ElementData> data = element.data();
    if (targets.length != 0) {
      boolean verdict = data.isPresent() && data.get() instanceof ElementData.OfVerdict;
      refuse(!verdict, set, "an element without a verdict");
      data.ifPresent(
          d ->
              targets[index] =
                  resolve.apply(((ElementData.OfVerdict) d).verdict(), element.userData()));
    } else if (values.length != 0) {
      boolean value = data.isPresent() && data.get() instanceof ElementData.OfValue;
      refuse(!value, set, "an element without a value");
      data.ifPresent(d -> values[index] = ((ElementData.OfValue) d).value().toArray());
    }
  }

  /** True if an element has a counter, of its own or as all of its set have. */
  static boolean counts(NftSet set, NftSetElem element) {
    refuse(!onlyCounters(element.expressions()), set, "expressions other than counter");
    return !element.expressions().isEmpty() || !set.expressions().isEmpty();
  }

  private static boolean onlyCounters(List<Expression> expressions) {
    return expressions.stream().allMatch(Counter.class::isInstance);
  }

  private static void refuse(boolean condition, NftSet set, String what) {
    if (condition) {
      throw new UnsupportedExpressionException(
          "set " + set.name() + " has " + what + ", which cannot be followed packet by packet");
    }
  }
}
