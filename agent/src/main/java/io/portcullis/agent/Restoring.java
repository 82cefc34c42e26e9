package io.portcullis.agent;

import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.sys.SystemCallException;
import java.util.List;
import java.util.Optional;

/**
 * Makes the table again when somebody took it away: what the kernel held last, which was proven, in
 * one batch. It has a socket of its own, and asks nothing of those who read, compile, prove, plan
 * or wait, so that whatever keeps these busy does not keep a node open. It makes a table only where
 * there is none; all else is {@link Programmer}'s, who looks at the table afterwards too.
 *
 * <p>One thread tells what to hold, one restores.
 */
public final class Restoring implements AutoCloseable {

  /** Others may commit to tables of theirs all the time. */
  private static final int ATTEMPTS = 16;

  private final NftKernel kernel;
  private volatile Optional<Ruleset> held = Optional.empty();

  /**
   * What was done.
   *
   * @param generation that it made
   * @param operations how many
   */
  public record Restored(long generation, int operations) {}

  /** For tests of what other kernels do. */
  Restoring(NftKernel kernel) {
    this.kernel = kernel;
  }

  /**
   * One for the network namespace of the calling thread.
   *
   * @throws AgentException if there is no permission or no nf_tables
   */
  public static Restoring open() {
    return new Restoring(Failures.told(NfTables::open));
  }

  /**
   * From now on this is what there is to be.
   *
   * @param ruleset that was proven, under the kernel's names
   */
  public void hold(Ruleset ruleset) {
    held = Optional.of(ruleset);
  }

  /** Makes the table if it is gone; empty if it is not, or if that has to be left to others. */
  public Optional<Restored> restore() {
    Optional<Ruleset> wanted = held;
    try {
      for (int i = 0; wanted.isPresent() && i < ATTEMPTS; i++) {
        // Asked before the tables, so that a batch for it finds none either.
        long generation = kernel.generation();
        if (isThere(wanted.get())) {
          return Optional.empty();
        }
        List<NftOperation> operations = Rulesets.creation(wanted.get());
        Optional<Long> made = commit(operations, generation);
        if (made.isPresent()) {
          return Optional.of(new Restored(made.get(), operations.size()));
        }
      }
    } catch (NftException | NetlinkException | SystemCallException e) {
      // Whoever looks at the table afterwards says what is the matter.
    }
    return Optional.empty();
  }

  private boolean isThere(Ruleset wanted) {
    return kernel.tables().stream()
        .anyMatch(
            table ->
                table.family() == wanted.table().family()
                    && table.name().equals(wanted.table().name()));
  }

  /** Empty if somebody else was faster. */
  private Optional<Long> commit(List<NftOperation> operations, long generation) {
    try {
      return Optional.of(kernel.commit(operations, generation));
    } catch (NftException e) {
      if (e.reason() == NftException.Reason.STALE_GENERATION) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Closes the socket; the kernel goes on to hold what it holds. */
  @Override
  public void close() {
    kernel.close();
  }
}
