package io.portcullis.compiler.interpret;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import java.util.ArrayDeque;
import java.util.Optional;

/** Elements that came and went in a prepared ruleset, and how to take that back. */
public final class ElementEdits {

  private final Program program;
  private final Runnable leadsElsewhere;
  private final Runnable undone;
  private final ArrayDeque<Edit> done = new ArrayDeque<>();

  /** One element that came, or went. */
  private record Edit(Elements set, Bytes key, Target target, boolean counts, boolean came) {

    private boolean doIt() {
      if (came) {
        return set.add(key.toArray(), target, counts);
      }
      set.remove(set.find(key.toArray()));
      return false;
    }

    private Edit reverse() {
      return new Edit(set, key, target, counts, !came);
    }
  }

  /**
   * Nothing is done yet.
   *
   * @param leadsElsewhere told when a set leads to a chain to which it did not before
   * @param undone told before elements are again what they were
   */
  ElementEdits(Program program, Runnable leadsElsewhere, Runnable undone) {
    this.program = program;
    this.leadsElsewhere = leadsElsewhere;
    this.undone = undone;
  }

  /** Does all of them, or none and says no. */
  boolean all(Iterable<NftOperation> operations) {
    boolean all = false;
    try {
      for (NftOperation operation : operations) {
        if (!one(operation)) {
          return false;
        }
      }
      all = true;
      return true;
    } finally {
      if (!all) {
        undo();
      }
    }
  }

  private boolean one(NftOperation operation) {
    if (operation instanceof NftOperation.DeleteElements delete) {
      return each(delete.family() + delete.table(), delete.set(), delete.elements(), false);
    }
    return operation instanceof NftOperation.AddElements add
        && each(add.family() + add.table(), add.set(), add.elements(), true);
  }

  private boolean each(String table, String name, SetElements elements, boolean comes) {
    String own = program.ruleset().table().family() + program.ruleset().table().name();
    Optional<Elements> set = program.set(name).filter(Elements::changes);
    if (set.isEmpty() || !table.equals(own)) {
      return false;
    }
    for (int i = 0; i < elements.size(); i++) {
      NftSetElem element = elements.get(i);
      boolean plain =
          element.flags() == 0
              && element.keyEnd().isEmpty()
              && element.timeout() == 0
              && element.key().length() == set.get().definition().keyLength();
      if (!plain || !(comes ? add(set.get(), element) : delete(set.get(), element.key()))) {
        return false;
      }
    }
    return true;
  }

  private boolean delete(Elements set, Bytes key) {
    byte[] bytes = key.toArray();
    int at = set.find(bytes);
    return at != PreparedSet.NONE
        && edit(new Edit(set, key, set.target(at), set.counts(at), false));
  }

  private boolean add(Elements set, NftSetElem element) {
    byte[] key = element.key().toArray();
    boolean counts = ElementsReader.counts(set.definition(), element);
    return set.find(key) == PreparedSet.NONE
        && target(set, element)
            .filter(target -> edit(new Edit(set, element.key(), target, counts, true)))
            .isPresent();
  }

  /** Where an element leads; empty if it is none of such a set. */
  private Optional<Target> target(Elements set, NftSetElem element) {
    if (set.isPlain()) {
      return element.data().isEmpty() ? Optional.of(Target.CONTINUE) : Optional.empty();
    }
    return element
        .data()
        .filter(ElementData.OfVerdict.class::isInstance)
        .map(data -> ((ElementData.OfVerdict) data).verdict())
        .map(verdict -> program.resolve(verdict, element.userData()));
  }

  private boolean edit(Edit edit) {
    if (edit.doIt()) {
      leadsElsewhere.run();
    }
    done.push(edit);
    return true;
  }

  /** Takes back what was done, if nothing else was done since. */
  public void undo() {
    undone.run();
    while (!done.isEmpty()) {
      boolean unused = done.pop().reverse().doIt();
    }
  }
}
