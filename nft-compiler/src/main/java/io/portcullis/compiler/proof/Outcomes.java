package io.portcullis.compiler.proof;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether operations on elements make one ruleset of another. What both share is not looked into,
 * and of maps that differ only the places at which they do.
 */
final class Outcomes {

  private final Ruleset before;
  private final Ruleset after;
  private final Map<String, Map<Bytes, Change>> changes = new HashMap<>();

  /** What is done at a key: an element goes, or comes, or goes and then another one comes. */
  private record Change(boolean goes, Optional<NftSetElem> comes) {}

  private Outcomes(Ruleset before, Ruleset after) {
    this.before = before;
    this.after = after;
  }

  /**
   * True if they do; may be false although they do, if that cannot be told at a small price.
   *
   * @param operations additions and deletions of elements, which can be done to {@code before}
   */
  static boolean make(Ruleset before, List<NftOperation> operations, Ruleset after) {
    return new Outcomes(before, after).make(operations);
  }

  private boolean make(List<NftOperation> operations) {
    for (NftOperation operation : operations) {
      boolean noted =
          operation instanceof NftOperation.DeleteElements delete
              ? note(delete.set(), delete.elements(), false)
              : operation instanceof NftOperation.AddElements add
                  && note(add.set(), add.elements(), true);
      if (!noted) {
        return false;
      }
    }
    return shared(before.table(), after.table())
        && shared(before.chains(), after.chains())
        && shared(before.rules(), after.rules())
        && shared(before.sets(), after.sets())
        && shared(before.objects(), after.objects())
        && before.elements().keySet().equals(after.elements().keySet())
        && before.elements().keySet().containsAll(changes.keySet())
        && before.elements().keySet().stream().allMatch(this::made);
  }

  private boolean note(String set, SetElements elements, boolean comes) {
    Map<Bytes, Change> of = changes.computeIfAbsent(set, key -> new HashMap<>());
    for (int i = 0; i < elements.size(); i++) {
      NftSetElem element = elements.get(i);
      Change before = of.get(element.key());
      if (before != null && !(comes && before.comes().isEmpty())) {
        return false;
      }
      of.put(
          element.key(),
          comes
              ? new Change(before != null, Optional.of(element))
              : new Change(true, Optional.empty()));
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // To compare all of it would cost what it is to save.
  private static boolean shared(Object one, Object other) {
    return one == other;
  }

  private boolean made(String set) {
    SetElements was = before.elementsOf(set);
    SetElements is = after.elementsOf(set);
    Map<Bytes, Change> changed = changes.getOrDefault(set, Map.of());
    if (shared(was, is)) {
      return changed.isEmpty();
    }
    if (!(was instanceof ElementBlock one
        && is instanceof ElementBlock other
        && one.keyLength() == other.keyLength())) {
      return false;
    }
    return made(one, other, changed);
  }

  /** What is at other places went or moved or came; what went or came did so by operations. */
  private static boolean made(ElementBlock was, ElementBlock is, Map<Bytes, Change> changed) {
    Map<Bytes, NftSetElem> gone = new HashMap<>();
    Map<Bytes, NftSetElem> come = new HashMap<>();
    boolean once = true;
    for (int index : was.differing(is)) {
      if (index < was.size()) {
        once &= gone.put(was.get(index).key(), was.get(index)) == null;
      }
      if (index < is.size()) {
        once &= come.put(is.get(index).key(), is.get(index)) == null;
      }
    }
    Map<Bytes, NftSetElem> made = new HashMap<>(gone);
    for (Map.Entry<Bytes, Change> change : changed.entrySet()) {
      // What is deleted was there, and where it was there is something else now, or nothing.
      once &= !change.getValue().goes() || made.remove(change.getKey()) != null;
      if (change.getValue().comes().isPresent()) {
        once &= made.put(change.getKey(), change.getValue().comes().get()) == null;
      }
    }
    return once && made.equals(come);
  }
}
