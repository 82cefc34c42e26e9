package io.portcullis.compiler.proof;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/**
 * Two sets of which one is to stand for the other: which keys they hold differently, and which
 * pairs of chains the others lead to.
 */
final class SetPair {

  /** A pair of verdicts that ends the same way without leading to a chain. */
  static final int SAME = -1;

  /** A pair of verdicts that does not. */
  static final int OTHER = -2;

  private final BiFunction<Verdict, Verdict, Integer> pairs;
  private final BiPredicate<UserData, UserData> comments;
  private final Map<List<Object>, Integer> known = new HashMap<>();
  private final List<Bytes> changed = new ArrayList<>();
  private final Map<Integer, List<Bytes>> targets = new LinkedHashMap<>();
  private final boolean comparable;

  /**
   * Compares two sets.
   *
   * @param pairs of two verdicts the number of the pair of chains they lead to, {@link #SAME} or
   *     {@link #OTHER}
   * @param comments whether two elements stand for the same of policy
   */
  SetPair(
      NftSet before,
      SetElements held,
      NftSet after,
      SetElements wanted,
      BiFunction<Verdict, Verdict, Integer> pairs,
      BiPredicate<UserData, UserData> comments) {
    this.pairs = pairs;
    this.comments = comments;
    comparable = compare(before, held, after, wanted);
  }

  /** True if the two differ in keys at most; else nothing can be said of who looks them up. */
  boolean comparable() {
    return comparable;
  }

  /** Keys that only one of them holds, or that lead elsewhere. */
  List<Bytes> changed() {
    return changed;
  }

  /** Keys by the pair of chains that they lead to. */
  Map<Integer, List<Bytes>> targets() {
    return targets;
  }

  private boolean compare(NftSet before, SetElements held, NftSet after, SetElements wanted) {
    boolean exact = (before.flags() & NftSet.F_INTERVAL) == 0;
    boolean map = (before.flags() & NftSet.F_MAP) != 0;
    if (before.flags() != after.flags()
        || before.keyLength() != after.keyLength()
        || before.dataLength() != after.dataLength()
        || !before.fieldLengths().equals(after.fieldLengths())
        || before.isVerdictMap() != after.isVerdictMap()
        || before.timeout() != 0
        || after.timeout() != 0) {
      return false;
    }
    if (!exact || (map && !before.isVerdictMap()) || special(held) || special(wanted)) {
      return identical(held, wanted);
    }
    keys(held, wanted);
    return true;
  }

  /** True if any element is more than a key and a verdict, and perhaps a counter. */
  private static boolean special(SetElements elements) {
    if (elements instanceof ElementBlock) {
      return false;
    }
    for (int i = 0; i < elements.size(); i++) {
      NftSetElem element = elements.get(i);
      if (element.flags() != 0 || element.keyEnd().isPresent() || element.timeout() != 0) {
        return true;
      }
    }
    return false;
  }

  private boolean identical(SetElements held, SetElements wanted) {
    if (held.size() != wanted.size()) {
      return false;
    }
    for (int i = 0; i < held.size(); i++) {
      NftSetElem one = held.get(i);
      NftSetElem other = wanted.get(i);
      if (one.flags() != other.flags()
          || !one.key().equals(other.key())
          || !one.keyEnd().equals(other.keyEnd())
          || one.timeout() != other.timeout()
          || !enter(one, other)) {
        return false;
      }
    }
    // Which packets hit such an element is not told: who leads on from here is reached by all.
    targets.replaceAll((pair, keys) -> List.of(Bytes.EMPTY));
    return true;
  }

  private void keys(SetElements held, SetElements wanted) {
    Map<Bytes, NftSetElem> before = new HashMap<>(held.size() * 2);
    for (int i = 0; i < held.size(); i++) {
      NftSetElem element = held.get(i);
      before.put(element.key(), element);
    }
    Set<Bytes> seen = new HashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      NftSetElem element = wanted.get(i);
      NftSetElem was = before.remove(element.key());
      if (!seen.add(element.key())) {
        changed.add(element.key());
      } else if (was == null || !enter(was, element)) {
        changed.add(element.key());
      }
    }
    changed.addAll(before.keySet());
  }

  private boolean enter(NftSetElem one, NftSetElem other) {
    if (one.data().isPresent()
        && other.data().isPresent()
        && one.data().get() instanceof ElementData.OfVerdict before
        && other.data().get() instanceof ElementData.OfVerdict after) {
      int pair =
          known.computeIfAbsent(
              List.of(before.verdict(), one.userData(), after.verdict(), other.userData()),
              key ->
                  comments.test(one.userData(), other.userData())
                      ? pairs.apply(before.verdict(), after.verdict())
                      : OTHER);
      if (pair >= 0) {
        targets.computeIfAbsent(pair, number -> new ArrayList<>()).add(other.key());
      }
      return pair != OTHER;
    }
    return one.data().equals(other.data());
  }
}
