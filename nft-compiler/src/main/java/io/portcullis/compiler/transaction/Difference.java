package io.portcullis.compiler.transaction;

import io.portcullis.compiler.transaction.Phases.Phase;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.TableDump;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The transaction that turns what a kernel holds into what is wanted, and touches nothing that is
 * as it should be: its counters go on, and its price is that of the change and not of the policy.
 *
 * <p>Whatever else is in the table was not put there by us, and goes. Named objects (counters,
 * quotas) and flowtables are not looked at; they stay, unused. The exception are the counters of
 * {@link LostHits}.
 */
public final class Difference {

  /** {@code NFT_CHAIN_BINDING}: a rule's own chain, which comes and goes with it. */
  private static final int F_BINDING = 0x4;

  private final TableDump held;
  private final Ruleset wanted;
  private final NfFamily family;
  private final String table;
  private final Names before;
  private final Phases out = new Phases();
  private final Map<String, ElementChanges> changedElements = new LinkedHashMap<>();
  private final Set<String> changedChains = new LinkedHashSet<>();
  private final LostHits lost;

  private Difference(TableDump held, Ruleset wanted, Names before) {
    this.held = held;
    this.wanted = wanted;
    this.before = before;
    this.family = wanted.table().family();
    this.table = wanted.table().name();
    this.lost = new LostHits(held.ruleset(), wanted);
  }

  /**
   * The operations, to be committed as one batch for the generation of {@code held}.
   *
   * <p>The table and its base chain stay, whatever differs. The kernel cannot change their
   * comments, nor those attributes that a newer kernel may add to them; such differences make no
   * operation.
   *
   * @param held what {@code NfTables.dumpWithHandles} gave; empty if there is no such table
   * @return empty if nothing has to change, and so if {@link Rulesets#same}
   * @throws UnchangeableException if it takes what the kernel does only by deleting the table
   * @throws IllegalArgumentException if they are different tables
   */
  public static List<NftOperation> between(Optional<TableDump> held, Ruleset wanted) {
    return held.isEmpty()
        ? Rulesets.creation(wanted)
        : of(held.get(), wanted, Names.OWN).operations();
  }

  /**
   * What differs.
   *
   * @param before where the counts of objects that are new are taken from: what goes by the same
   *     name but for the version
   */
  static Difference of(TableDump held, Ruleset wanted, Names before) {
    Difference difference = new Difference(held, wanted, before);
    difference.find();
    return difference;
  }

  /** All operations, in an order in which one transaction can do them. */
  List<NftOperation> operations() {
    return out.inOrder();
  }

  /** What changes in sets that stay, by name. */
  Map<String, ElementChanges> changedElements() {
    return changedElements;
  }

  /** The chains that stay and whose rules do something else than before. */
  Set<String> changedChains() {
    return changedChains;
  }

  private void find() {
    Unchangeable unchangeable = new Unchangeable(wanted.table());
    unchangeable.check(held.ruleset().table());
    if (held.ruleset().table().flags() != wanted.table().flags()) {
      out.add(Phase.TABLE, new NftOperation.AddTable(wanted.table()));
    }
    Renewed renewed = new Renewed(chains(unchangeable), sets());
    rules(renewed);
    elements(renewed);
    lost.operations().forEach(operation -> out.add(Phase.OBJECTS, operation));
  }

  /** Adds what makes and deletes chains, and says which are made anew. */
  private Set<String> chains(Unchangeable unchangeable) {
    Set<String> renewed = new LinkedHashSet<>();
    for (NftChain chain : wanted.chains().values()) {
      NftChain was = held.ruleset().chains().get(chain.name());
      if (was == null) {
        out.add(Phase.NEW_CHAINS, add(chain));
      } else if (was.base().isPresent() && chain.base().isPresent()) {
        unchangeable.check(was, chain);
        if (!was.base().equals(chain.base())) {
          // Only their policies can differ by now.
          out.add(Phase.BASE_CHAINS, add(chain));
        }
      } else if (!was.equals(chain)) {
        // Nor can a regular chain's comment be changed, but the chain can be made anew.
        renewed.add(chain.name());
        delete(was);
        out.add(chain.base().isPresent() ? Phase.NEW_BASE_CHAINS : Phase.CHAINS, add(chain));
      }
    }
    for (NftChain chain : held.ruleset().chains().values()) {
      if (!wanted.chains().containsKey(chain.name()) && !isBound(chain)) {
        delete(chain);
      }
    }
    return renewed;
  }

  private void delete(NftChain chain) {
    out.add(
        chain.base().isPresent() ? Phase.BASE_CHAINS : Phase.DELETE_CHAINS,
        new NftOperation.DeleteChain(family, table, chain.name()));
  }

  private NftOperation add(NftChain chain) {
    return new NftOperation.AddChain(family, table, chain);
  }

  private static boolean isBound(NftChain chain) {
    return (chain.flags() & F_BINDING) != 0;
  }

  /** Adds what makes and deletes sets, and says which are made anew. */
  private Set<String> sets() {
    Set<String> renewed = new LinkedHashSet<>();
    for (NftSet set : wanted.sets().values()) {
      Optional<NftSet> was = held.ruleset().set(set.name());
      if (was.isPresent()) {
        if (Rulesets.withoutCounts(was.get()).equals(Rulesets.withoutCounts(set))) {
          continue;
        }
        renewed.add(set.name());
        delete(was.get());
      }
      out.add(Phase.SETS, new NftOperation.AddSet(family, table, set));
    }
    for (NftSet set : held.ruleset().sets().values()) {
      if (!wanted.sets().containsKey(set.name())) {
        delete(set);
      }
    }
    return renewed;
  }

  private void delete(NftSet set) {
    if (before.set(VersionedName.logical(set.name())).equals(set.name())) {
      lost.gone(held.ruleset().elementsOf(set.name()));
    }
    // An anonymous set is its rule's, and is gone by the time that rule is.
    if ((set.flags() & NftSet.F_ANONYMOUS) == 0) {
      out.add(Phase.DELETE_SETS, new NftOperation.DeleteSet(family, table, set.name()));
    }
  }

  private void rules(Renewed renewed) {
    RuleChanges changes = new RuleChanges(family, table, renewed, out);
    for (NftChain chain : held.ruleset().chains().values()) {
      if (!isBound(chain) && !wanted.chains().containsKey(chain.name())) {
        changes.add(chain.name(), held.rulesOf(chain.name()), List.of());
        if (before.chain(VersionedName.logical(chain.name())).equals(chain.name())) {
          lost.gone(chain.name(), held.ruleset().rulesOf(chain.name()));
        }
      }
    }
    for (String chain : wanted.chains().keySet()) {
      List<NftRule> rules = wanted.rulesOf(chain);
      if (!held.ruleset().chains().containsKey(chain)) {
        String was = before.chain(VersionedName.logical(chain));
        changes.fresh(held.ruleset().rulesOf(was), rules);
      } else if (changes.add(chain, held.rulesOf(chain), rules)) {
        changedChains.add(chain);
      }
    }
  }

  private void elements(Renewed renewed) {
    for (NftSet set : wanted.sets().values()) {
      SetElements now = wanted.elementsOf(set.name());
      boolean stays =
          held.ruleset().sets().containsKey(set.name()) && !renewed.sets().contains(set.name());
      ElementChanges changes =
          stays
              ? ElementChanges.between(set, held.ruleset().elementsOf(set.name()), now, renewed)
              : new ElementChanges(SetElements.NONE, counting(set, now));
      if (stays) {
        lost.gone(changes.deleted());
      } else {
        lost.kept(changes.added());
      }
      if (stays && changes.deleted().size() + changes.added().size() > 0) {
        changedElements.put(set.name(), changes);
      }
      if (changes.deleted().size() > 0) {
        out.add(
            Phase.DELETE_ELEMENTS,
            new NftOperation.DeleteElements(family, table, set.name(), changes.deleted()));
      }
      if (changes.added().size() > 0) {
        out.add(
            Phase.ELEMENTS,
            new NftOperation.AddElements(family, table, set.name(), changes.added()));
      }
    }
  }

  /** The elements of a set that is new, going on from the counts of the one before. */
  private SetElements counting(NftSet set, SetElements now) {
    String was = before.set(VersionedName.logical(set.name()));
    return set.expressions().isEmpty()
        ? now
        : ElementCounts.carried(held.ruleset().elementsOf(was), now);
  }
}
