package io.portcullis.compiler.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a ruleset becomes by operations on elements; as strict as the kernel. */
final class Applied {

  private Applied() {}

  static Ruleset to(Ruleset ruleset, List<NftOperation> operations) {
    Map<String, Map<Bytes, NftSetElem>> sets = new LinkedHashMap<>();
    for (NftOperation operation : operations) {
      if (operation instanceof NftOperation.DeleteElements delete) {
        Map<Bytes, NftSetElem> set = set(sets, ruleset, delete.set());
        each(delete.elements()).forEach(e -> assertThat(set.remove(e.key())).isEqualTo(e));
      } else if (operation instanceof NftOperation.AddElements add) {
        Map<Bytes, NftSetElem> set = set(sets, ruleset, add.set());
        each(add.elements()).forEach(e -> assertThat(set.put(e.key(), e)).isNull());
      } else {
        throw new AssertionError("not an operation on elements: " + operation);
      }
    }
    Map<String, SetElements> changed = new LinkedHashMap<>();
    sets.forEach(
        (name, elements) -> {
          int size = ruleset.set(name).map(NftSet::size).orElse(0);
          assertThat(elements.size()).isLessThanOrEqualTo(size);
          changed.put(name, block(ruleset.set(name).orElseThrow(), elements.values()));
        });
    return ruleset.withElements(changed);
  }

  /** The same; empty if the kernel would refuse. */
  static Optional<Ruleset> ifPossible(Ruleset ruleset, List<NftOperation> operations) {
    try {
      return Optional.of(to(ruleset, operations));
    } catch (AssertionError e) {
      return Optional.empty();
    }
  }

  private static ElementBlock block(NftSet set, Collection<NftSetElem> elements) {
    List<ElementBlock.Kind> kinds = new ArrayList<>();
    for (NftSetElem element : elements) {
      // Keys alone, of a set that is no map, are of no kind.
      element
          .data()
          .map(data -> ((ElementData.OfVerdict) data).verdict())
          .map(verdict -> kind(element, verdict))
          .ifPresent(kinds::add);
    }
    ElementBlock.Builder out = ElementBlock.ofKinds(set.keyLength(), kinds);
    int at = 0;
    for (NftSetElem element : elements) {
      out.add(element.key().toArray(), at++);
    }
    return out.build();
  }

  private static ElementBlock.Kind kind(NftSetElem element, Verdict verdict) {
    return new ElementBlock.Kind(verdict, element.userData(), !element.expressions().isEmpty());
  }

  private static Map<Bytes, NftSetElem> set(
      Map<String, Map<Bytes, NftSetElem>> sets, Ruleset ruleset, String name) {
    return sets.computeIfAbsent(
        name,
        key -> {
          Map<Bytes, NftSetElem> all = new LinkedHashMap<>();
          each(ruleset.elementsOf(name)).forEach(element -> all.put(element.key(), element));
          return all;
        });
  }

  private static List<NftSetElem> each(SetElements elements) {
    return java.util.stream.IntStream.range(0, elements.size()).mapToObj(elements::get).toList();
  }
}
