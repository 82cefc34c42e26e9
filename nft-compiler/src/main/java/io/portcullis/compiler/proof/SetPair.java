package io.portcullis.compiler.proof;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

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
  private final Map<List<Verdict>, Integer> known = new HashMap<>();
  private final List<Bytes> changed = new ArrayList<>();
  private final Map<Integer, List<Bytes>> targets = new LinkedHashMap<>();
  private final boolean comparable;

  /**
   * Compares two sets.
   *
   * @param pairs of two verdicts the number of the pair of chains they lead to, {@link #SAME} or
   *     {@link #OTHER}
   */
  SetPair(
      NftSet before,
      SetElements held,
      NftSet after,
      SetElements wanted,
      BiFunction<Verdict, Verdict, Integer> pairs) {
    this.pairs = pairs;
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
          || !enter(one.key(), one.data(), other.data())) {
        return false;
      }
    }
    // Which packets hit such an element is not told: who leads on from here is reached by all.
    targets.replaceAll((pair, keys) -> List.of(Bytes.EMPTY));
    return true;
  }

  private void keys(SetElements held, SetElements wanted) {
    Map<Bytes, Optional<ElementData>> before = new HashMap<>(held.size() * 2);
    for (int i = 0; i < held.size(); i++) {
      NftSetElem element = held.get(i);
      before.put(element.key(), element.data());
    }
    Set<Bytes> seen = new HashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      NftSetElem element = wanted.get(i);
      Optional<ElementData> data = before.remove(element.key());
      if (!seen.add(element.key())) {
        changed.add(element.key());
      } else if (data == null || !enter(element.key(), data, element.data())) {
        changed.add(element.key());
      }
    }
    changed.addAll(before.keySet());
  }

  private boolean enter(Bytes key, Optional<ElementData> one, Optional<ElementData> other) {
    if (one.isPresent()
        && other.isPresent()
        && one.get() instanceof ElementData.OfVerdict before
        && other.get() instanceof ElementData.OfVerdict after) {
      int pair =
          known.computeIfAbsent(
              List.of(before.verdict(), after.verdict()),
              verdicts -> pairs.apply(verdicts.get(0), verdicts.get(1)));
      if (pair >= 0) {
        targets.computeIfAbsent(pair, number -> new ArrayList<>()).add(key);
      }
      return pair != OTHER;
    }
    return one.equals(other);
  }
}
