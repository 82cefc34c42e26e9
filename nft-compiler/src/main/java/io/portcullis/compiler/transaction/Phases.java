package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.NftOperation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Operations by the phase of the transaction they belong to. The kernel checks each one against
 * what those before it leave, so what refers to an object goes before the object does, and comes
 * after it has come.
 */
final class Phases {

  /** In the order in which they are sent. */
  enum Phase {
    /** Chains whose names are new; no use to wait. */
    NEW_CHAINS,
    /**
     * Rules that go. A chain or set that a rule names is in use ({@code chain->use}, {@code
     * set->use}), and deleting it is refused with EBUSY.
     */
    DELETE_RULES,
    /** Elements that go, for a verdict in an element uses its chain too. */
    DELETE_ELEMENTS,
    /** Sets that go; {@code nft_map_deactivate()} lets go of the chains that their elements use. */
    DELETE_SETS,
    /** Regular chains that go: no rule, element or set refers to them any longer. */
    DELETE_CHAINS,
    /** Base chains under the name of a regular one that went. */
    NEW_BASE_CHAINS,
    /**
     * The table wakes up. In one batch, {@code nf_tables_addchain()} answers EINVAL to a base chain
     * that comes after a change of its table's flags, and {@code nf_tables_updtable()} to a change
     * of flags that comes after a base chain was updated or deleted ({@code
     * nft_table_pending_update()}). So this is between the two.
     */
    TABLE,
    /** Policies of base chains, and base chains that go. */
    BASE_CHAINS,
    /** Regular chains made anew under a name that has just become free. */
    CHAINS,
    /** Sets whose names are new or have just become free. */
    SETS,
    /** Elements: all chains are there. */
    ELEMENTS,
    /** Rules: all chains and sets are there. */
    RULES,
    /** Counters that nothing refers to. */
    OBJECTS
  }

  private final Map<Phase, List<NftOperation>> operations = new EnumMap<>(Phase.class);

  void add(Phase phase, NftOperation operation) {
    operations.computeIfAbsent(phase, key -> new ArrayList<>()).add(operation);
  }

  List<NftOperation> inOrder() {
    return operations.values().stream().flatMap(List::stream).toList();
  }
}
