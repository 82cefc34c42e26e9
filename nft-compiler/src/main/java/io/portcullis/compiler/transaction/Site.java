package io.portcullis.compiler.transaction;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.SetElements;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A place at which a packet can meet a change: a lookup in a set whose elements change, or a chain
 * whose rules do.
 *
 * @param shape how the lookup makes its key; empty if that is not known, or it is no lookup
 * @param keys the changed ones that this lookup can find, where the shape is known
 */
record Site(Optional<Shape> shape, List<Bytes> keys) {

  /** Met by every packet that comes by. */
  static final Site ANY = new Site(Optional.empty(), List.of());

  /** With more changed keys than these, every packet is taken to meet one. */
  private static final int MANY = 4096;

  /** The lookup of {@code rule}; empty if no packet can find what changes. */
  static Optional<Site> of(NftRule rule, NftSet set, ElementChanges changes) {
    int count = changes.deleted().size() + changes.added().size();
    Optional<Shape> shape = Shape.of(rule, set.keyLength());
    if ((set.flags() & NftSet.F_INTERVAL) != 0 || count > MANY || shape.isEmpty()) {
      return Optional.of(ANY);
    }
    List<Bytes> keys = new ArrayList<>();
    for (SetElements changed : List.of(changes.deleted(), changes.added())) {
      for (int i = 0; i < changed.size(); i++) {
        Bytes key = changed.get(i).key();
        if (key.length() != set.keyLength()) {
          return Optional.of(ANY);
        }
        if (shape.get().canFind(key)) {
          keys.add(key);
        }
      }
    }
    return keys.isEmpty() ? Optional.empty() : Optional.of(new Site(shape, keys));
  }

  /**
   * Whether one packet can meet the change at both. Where two lookups differ in their masks only,
   * it cannot if no changed key of one agrees with one of the other in the bits that both keep: so
   * it is with network members of which none holds another.
   */
  boolean meets(Site other) {
    if (shape.isEmpty() || other.shape.isEmpty() || !shape.get().sameLoads(other.shape.get())) {
      return true;
    }
    Set<Bytes> mine = new HashSet<>();
    for (Bytes key : keys) {
      mine.add(shape.get().common(key, other.shape.get()));
    }
    for (Bytes key : other.keys) {
      if (mine.contains(other.shape.get().common(key, shape.get()))) {
        return true;
      }
    }
    return false;
  }
}
