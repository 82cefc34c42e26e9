package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Goes over addresses group by group, where ruleset and policy ask of them only whether they are in
 * some sets. What sets these are is found by running: whatever a run asked has the same answers for
 * all of the group that its address stands for, so that they would go the same way; a run that
 * asked something that divides the group is thrown away, and the groups are made anew.
 *
 * <p>The groups of destinations are those of what is asked with one group of sources, so that rules
 * of different sources do not multiply their destinations.
 */
final class GroupSweep {

  private static final int ADDRESSES = Dimension.SOURCE.bit() | Dimension.DESTINATION.bit();

  private final AddressGroups groups;
  private final Region region;
  private final Set<AddressSet> sources = new HashSet<>();
  private final Set<AddressSet> destinations = new HashSet<>();

  GroupSweep(RulesetInterpreter interpreter, Region region) {
    this.groups = new AddressGroups(interpreter);
    this.region = region;
  }

  /**
   * Goes over all addresses of a region.
   *
   * @param inside goes over all else, with the addresses as they are in the region that is
   *     narrowed; false if anything does not hold
   * @return false if anything does not hold, or it cannot be done so
   */
  boolean holds(Region whole, Family family, BooleanSupplier inside) {
    sources.clear();
    boolean holds = ofSources(whole, family, inside);
    region.group(false);
    return holds;
  }

  private boolean ofSources(Region whole, Family family, BooleanSupplier inside) {
    while (true) {
      int known = sources.size();
      for (Address source : groups.of(sources, Dimension.SOURCE, whole, family)) {
        if (!ofSource(source, whole, family, inside)) {
          return false;
        }
        if (sources.size() > known) {
          break;
        }
      }
      if (sources.size() == known) {
        return true;
      }
    }
  }

  private boolean ofSource(Address source, Region whole, Family family, BooleanSupplier inside) {
    destinations.clear();
    int ofSources = sources.size();
    while (true) {
      int known = destinations.size();
      for (Address to : groups.of(destinations, Dimension.DESTINATION, whole, family)) {
        region.group(true);
        pin(Dimension.SOURCE, source);
        pin(Dimension.DESTINATION, to);
        if (!inside.getAsBoolean() || (region.askedPlainly() & ADDRESSES) != 0 || !note(family)) {
          return false;
        }
        if (destinations.size() > known || sources.size() > ofSources) {
          break;
        }
      }
      if (destinations.size() == known || sources.size() > ofSources) {
        return true;
      }
    }
  }

  private void pin(Dimension of, Address at) {
    region.set(of, at.high(), at.low(), at.high(), at.low());
  }

  /** Notes what was asked; false if it is too much. */
  private boolean note(Family family) {
    boolean[] all = {true};
    region.questions(
        (asked, dimensions) -> {
          for (Dimension of : List.of(Dimension.SOURCE, Dimension.DESTINATION)) {
            if ((dimensions & of.bit()) != 0) {
              Optional<AddressSet> set = groups.holding(asked, of, family);
              all[0] &= set.isPresent();
              set.ifPresent((of == Dimension.SOURCE ? sources : destinations)::add);
            }
          }
        });
    return all[0];
  }
}
