package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Divides operations into those before a switch, the switch itself, and those after it. */
final class Batches {

  private static final int BEFORE = 0;
  private static final int SWITCH = 1;
  private static final int AFTER = 2;

  private final Optional<Ruleset> held;
  private final Ruleset wanted;
  private final Reached reached;

  /**
   * The sets and chains that are renewed under their names must be none.
   *
   * @param held empty if there is no table
   */
  Batches(Optional<Ruleset> held, Ruleset wanted) {
    this.held = held;
    this.wanted = wanted;
    this.reached =
        held.map(there -> Reached.in(there, Names.roots(wanted)))
            .orElse(new Reached(Set.of(), Set.of()));
  }

  /** The batches that are not empty; inside each, the order of before. */
  List<List<NftOperation>> of(List<NftOperation> operations) {
    List<List<NftOperation>> batches =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    operations.forEach(operation -> batches.get(batch(operation)).add(operation));
    return batches.stream().filter(batch -> !batch.isEmpty()).toList();
  }

  private int batch(NftOperation operation) {
    if (operation instanceof NftOperation.AddTable) {
      return held.isPresent() ? SWITCH : BEFORE;
    } else if (operation instanceof NftOperation.AddChain add) {
      return isHeldChain(add.chain().name()) ? SWITCH : BEFORE;
    } else if (operation instanceof NftOperation.AddRule add) {
      return rule(add.rule().chain());
    } else if (operation instanceof NftOperation.InsertRule insert) {
      return rule(insert.rule().chain());
    } else if (operation instanceof NftOperation.FlushChain flush) {
      return goneChain(flush.chain());
    } else if (operation instanceof NftOperation.DeleteRule delete) {
      return goneChain(delete.chain());
    } else if (operation instanceof NftOperation.DeleteChain delete) {
      return goneChain(delete.chain());
    } else if (operation instanceof NftOperation.DeleteSet delete) {
      return reached.sets().contains(delete.set()) ? AFTER : BEFORE;
    } else if (operation instanceof NftOperation.AddElements add) {
      return isHeldSet(add.set()) ? SWITCH : BEFORE;
    } else if (operation instanceof NftOperation.DeleteElements
        || operation instanceof NftOperation.AddObject
        || operation instanceof NftOperation.DeleteObject) {
      return SWITCH;
    }
    return BEFORE;
  }

  /**
   * A rule that comes: packets get to it at once where its chain is there already, or is a root.
   */
  private int rule(String chain) {
    NftChain of = wanted.chains().get(chain);
    boolean root = of != null && of.base().isPresent();
    return root || isHeldChain(chain) ? SWITCH : BEFORE;
  }

  /** Rules that go, or with them their chain. */
  private int goneChain(String chain) {
    if (wanted.chains().containsKey(chain)) {
      return SWITCH;
    }
    return reached.chains().contains(chain) ? AFTER : BEFORE;
  }

  private boolean isHeldChain(String chain) {
    return held.filter(ruleset -> ruleset.chains().containsKey(chain)).isPresent();
  }

  private boolean isHeldSet(String set) {
    return held.filter(ruleset -> ruleset.sets().containsKey(set)).isPresent();
  }
}
