package io.portcullis.compiler.interpret;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A set with its elements, numbered as the ruleset lists them, ready to be looked up. */
final class Elements {

  private final int number;
  private final NftSet definition;
  private final PreparedSet keys;
  private final int catchAll;
  private final Target[] targets;
  private final byte[][] values;
  private final boolean[] counted;

  private Elements(
      int number,
      NftSet definition,
      PreparedSet keys,
      int catchAll,
      Target[] targets,
      byte[][] values,
      boolean[] counted) {
    this.number = number;
    this.definition = definition;
    this.keys = keys;
    this.catchAll = catchAll;
    this.targets = targets;
    this.values = values;
    this.counted = counted;
  }

  /** The number of the set in its ruleset. */
  int number() {
    return number;
  }

  NftSet definition() {
    return definition;
  }

  /** Where an element of a verdict map leads. */
  Target target(int element) {
    return targets[element];
  }

  /** What an element of a data map gives. */
  byte[] value(int element) {
    return values[element];
  }

  /** True if the element has a counter. */
  boolean counts(int element) {
    return counted[element];
  }

  /** The element for a key, the catch-all one if no other holds it: {@code nft_lookup_eval()}. */
  int find(byte[] registers, int at) {
    int found = keys.find(registers, at);
    return found == PreparedSet.NONE ? catchAll : found;
  }

  static Elements prepare(
      int number, NftSet set, SetElements elements, Function<Verdict, Target> resolve) {
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
      int number, NftSet set, ElementBlock block, Function<Verdict, Target> resolve) {
    int length = block.keyLength();
    byte[] keys = new byte[block.size() * length];
    Target[] palette = block.palette().stream().map(resolve).toArray(Target[]::new);
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
    Arrays.fill(counted, !set.expressions().isEmpty());
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
      int number, NftSet set, SetElements elements, Function<Verdict, Target> resolve) {
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
      refuse(!onlyCounters(element.expressions()), set, "expressions other than counter");
      counted[i] = !element.expressions().isEmpty() || !set.expressions().isEmpty();
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
        fill(set, element.data(), i, targets, values, resolve);
      }
    }
    PreparedSet keys = new Renumbered(arrange(set, keyed, first, last, ends), keyed);
    return new Elements(number, set, keys, catchAll, targets, values, counted);
  }

  private static void fill(
      NftSet set,
      Optional<ElementData> data,
      int index,
      Target[] targets,
      byte[][] values,
      Function<Verdict, Target> resolve) {
    if (targets.length != 0) {
      boolean verdict = data.isPresent() && data.get() instanceof ElementData.OfVerdict;
      refuse(!verdict, set, "an element without a verdict");
      data.ifPresent(d -> targets[index] = resolve.apply(((ElementData.OfVerdict) d).verdict()));
    } else if (values.length != 0) {
      boolean value = data.isPresent() && data.get() instanceof ElementData.OfValue;
      refuse(!value, set, "an element without a value");
      data.ifPresent(d -> values[index] = ((ElementData.OfValue) d).value().toArray());
    }
  }

  private static PreparedSet arrange(
      NftSet set, List<Integer> keyed, byte[][] first, byte[][] last, boolean[] ends) {
    byte[][] from = new byte[keyed.size()][];
    byte[][] to = new byte[keyed.size()][];
    boolean[] end = new boolean[keyed.size()];
    for (int i = 0; i < from.length; i++) {
      from[i] = first[keyed.get(i)];
      to[i] = last[keyed.get(i)];
      end[i] = ends[keyed.get(i)];
    }
    if ((set.flags() & NftSet.F_INTERVAL) == 0) {
      byte[] keys = new byte[from.length * set.keyLength()];
      for (int i = 0; i < from.length; i++) {
        System.arraycopy(from[i], 0, keys, i * set.keyLength(), set.keyLength());
      }
      return new HashedKeys(set.keyLength(), keys, from.length);
    }
    return set.fieldLengths().size() > 1
        ? new RangedKeys(set.fieldLengths(), from, to)
        : new IntervalKeys(set.keyLength(), from, end);
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

  /** Leaves out elements without a key. */
  private record Renumbered(PreparedSet keys, List<Integer> numbers) implements PreparedSet {

    @Override
    public int find(byte[] registers, int at) {
      int found = keys.find(registers, at);
      return found == NONE ? NONE : numbers.get(found);
    }
  }
}
