package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.transaction.Difference;
import io.portcullis.compiler.transaction.Names;
import io.portcullis.compiler.transaction.UnchangeableException;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.TableDump;
import java.util.Optional;

/**
 * A compiled policy as a kernel has it: since changes are made beside what they replace, a chain or
 * set may have another name there, such as {@code endpoint-1.2}. Whoever looks for a place of a
 * policy in a dump looks here first.
 */
public final class InKernel {

  private InKernel() {}

  /** The policy under the names of {@code held}, whatever that does to packets. */
  public static CompiledPolicy named(Ruleset held, CompiledPolicy compiled) {
    return Names.in(held, compiled.ruleset()).of(compiled);
  }

  /**
   * The policy under the names of {@code held}.
   *
   * @return empty if something else is held, so that places mean something else there
   */
  public static Optional<CompiledPolicy> of(TableDump held, CompiledPolicy compiled) {
    CompiledPolicy named = named(held.ruleset(), compiled);
    try {
      return holds(Optional.of(held), named.ruleset()) ? Optional.of(named) : Optional.empty();
    } catch (UnchangeableException e) {
      return Optional.empty();
    }
  }

  /** Whether that is all there is, whoever owns the table. */
  static boolean holds(Optional<TableDump> held, Ruleset named) {
    return Difference.between(held, TableHold.likened(named, held)).isEmpty();
  }
}
