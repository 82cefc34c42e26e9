package io.portcullis.compiler.incremental;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ways in which a compiler could get the operations of a change wrong. */
final class BrokenOperations {

  private final Ruleset ruleset;
  private final List<NftOperation> right;
  private final Map<String, List<NftOperation>> all = new LinkedHashMap<>();

  private BrokenOperations(Ruleset ruleset, List<NftOperation> right) {
    this.ruleset = ruleset;
    this.right = right;
  }

  /** By what is wrong with them; all of them differ from the right ones. */
  static Map<String, List<NftOperation>> of(Ruleset before, List<NftOperation> right) {
    BrokenOperations broken = new BrokenOperations(before, right);
    broken.collect();
    return broken.all;
  }

  private void collect() {
    if (!right.isEmpty()) {
      all.put("nothing is done", List.of());
    }
    for (int i = 0; i < right.size(); i++) {
      if (right.get(i) instanceof NftOperation.AddElements add) {
        NftSetElem element = add.elements().get(0);
        replace(i, "an element is not added", add, add.set(), rest(add.elements()));
        replace(i, "at another key", add, add.set(), with(add.elements(), flipped(element, 0)));
        int last = element.key().length() - 1;
        replace(
            i, "of another source", add, add.set(), with(add.elements(), flipped(element, last)));
        otherVerdict(i, add, element);
        otherMap(i, add);
      } else if (right.get(i) instanceof NftOperation.DeleteElements delete) {
        List<NftOperation> without = new ArrayList<>(right);
        without.remove(i);
        all.put("nothing is deleted from " + delete.set(), without);
        anotherGoes(i, delete);
      }
    }
  }

  private void replace(
      int at, String what, NftOperation.AddElements add, String set, List<NftSetElem> elements) {
    List<NftOperation> operations = new ArrayList<>(right);
    operations.set(
        at,
        new NftOperation.AddElements(
            add.family(), add.table(), set, new SetElements.Listed(elements)));
    all.put(what + " in " + add.set(), operations);
  }

  private void otherVerdict(int at, NftOperation.AddElements add, NftSetElem element) {
    SetElements held = ruleset.elementsOf(add.set());
    for (int i = 0; i < held.size(); i++) {
      if (!held.get(i).data().equals(element.data())) {
        NftSetElem other =
            new NftSetElem(
                element.key(),
                element.keyEnd(),
                element.flags(),
                held.get(i).data(),
                element.timeout(),
                held.get(i).expressions(),
                held.get(i).userData(),
                element.unknown());
        replace(at, "with another verdict", add, add.set(), with(add.elements(), other));
        return;
      }
    }
  }

  private void otherMap(int at, NftOperation.AddElements add) {
    NftSet set = ruleset.set(add.set()).orElseThrow();
    ruleset.sets().values().stream()
        .filter(other -> other.keyLength() == set.keyLength() && !other.equals(set))
        .filter(other -> other.isVerdictMap() && other.flags() == set.flags())
        .findFirst()
        .ifPresent(
            other -> {
              List<NftSetElem> elements = with(add.elements(), add.elements().get(0));
              replace(at, "in map " + other.name(), add, other.name(), elements);
            });
  }

  private void anotherGoes(int at, NftOperation.DeleteElements delete) {
    SetElements held = ruleset.elementsOf(delete.set());
    for (int i = 0; i < held.size(); i++) {
      if (!held.get(i).key().equals(delete.elements().get(0).key())) {
        List<NftOperation> operations = new ArrayList<>(right);
        operations.set(
            at,
            new NftOperation.DeleteElements(
                delete.family(),
                delete.table(),
                delete.set(),
                new SetElements.Listed(List.of(held.get(i)))));
        all.put("another one goes from " + delete.set(), operations);
        return;
      }
    }
  }

  private static List<NftSetElem> rest(SetElements elements) {
    List<NftSetElem> out = new ArrayList<>();
    for (int i = 1; i < elements.size(); i++) {
      out.add(elements.get(i));
    }
    return out;
  }

  private static List<NftSetElem> with(SetElements elements, NftSetElem first) {
    List<NftSetElem> out = rest(elements);
    out.add(first);
    return out;
  }

  private static NftSetElem flipped(NftSetElem element, int at) {
    byte[] key = element.key().toArray();
    key[at] ^= 4;
    return new NftSetElem(
        Bytes.of(key),
        element.keyEnd(),
        element.flags(),
        element.data(),
        element.timeout(),
        element.expressions(),
        element.userData(),
        element.unknown());
  }
}
