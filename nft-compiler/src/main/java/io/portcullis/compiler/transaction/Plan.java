package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.TableDump;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How what a kernel holds becomes what is wanted, such that every packet gets the verdict of before
 * or that of after: batches, each of which is all or nothing, of which one makes the switch. Those
 * before it make what no packet can get to yet, those after it remove what none can get to any
 * longer.
 *
 * <p>A packet that has begun before one batch must have ended before the next is sent, for a packet
 * can follow two changes of the rules less well than one: see {@code NftKernel.awaitPackets()}.
 * Each is meant for the generation that the one before made. If one cannot be sent, all those
 * before it may stay: make a new plan.
 *
 * @param batches in order; none if nothing has to change
 * @param names what the wanted chains and sets are called in this kernel
 * @param ruleset what is wanted, under those names: what the table will be
 */
public record Plan(List<List<NftOperation>> batches, Names names, Ruleset ruleset) {

  public Plan {
    batches = batches.stream().map(List::copyOf).toList();
  }

  /**
   * Makes a plan. What is held and can stay as it is stays under its name, with its counters.
   *
   * @param held what {@code NfTables.dumpWithHandles} gave; empty if there is no such table
   * @param wanted with the names of the compiler, without versions
   * @throws UnchangeableException if it takes what the kernel does only by deleting the table
   * @throws IllegalArgumentException if they are different tables
   */
  public static Plan of(Optional<TableDump> held, Ruleset wanted) {
    return held.isPresent() ? new Planning(held.get(), wanted).plan() : creation(wanted);
  }

  /** Everything, and then the rules that lead packets there. */
  private static Plan creation(Ruleset wanted) {
    Names names = Names.first(wanted);
    Ruleset ruleset = names.of(wanted);
    Batches batches = new Batches(Optional.empty(), ruleset);
    return new Plan(batches.of(Rulesets.creation(ruleset)), names, ruleset);
  }

  /** The same with nothing to do and other elements. */
  public Plan with(Map<String, SetElements> elements) {
    return new Plan(List.of(), names, ruleset.withElements(elements));
  }

  /** Whether nothing has to change. */
  public boolean isEmpty() {
    return batches.isEmpty();
  }

  /** How many operations in all. */
  public int operations() {
    return batches.stream().mapToInt(List::size).sum();
  }
}
