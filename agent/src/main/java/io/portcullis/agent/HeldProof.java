package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.hits.RuleHits;
import io.portcullis.compiler.transaction.UnchangeableException;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.TableDump;
import java.util.List;
import java.util.Optional;

/**
 * That what a kernel was brought to does what policy says, proven over all packets: before it was
 * sent, or, of what was proven as a change, when that is first asked for. A kernel that is read and
 * holds just this needs no other proof. For any thread.
 */
public final class HeldProof {

  private final CompiledPolicy compiled;
  private final CompiledPolicy held;
  private final Once<Long> regions;

  private HeldProof(CompiledPolicy compiled, CompiledPolicy held, Once<Long> regions) {
    this.compiled = compiled;
    this.held = held;
    this.regions = regions;
  }

  /**
   * Of what was sent.
   *
   * @param proven before that
   * @param held the same, under the names that it has in the kernel
   */
  public static HeldProof of(Proven proven, CompiledPolicy held) {
    return new HeldProof(
        proven.compiled(),
        held,
        new Once<>(
            () -> proven.isWhole() ? proven.regions() : Proofs.require(held, held.ruleset())));
  }

  /** What was proven, under the names that it has in the kernel. */
  public CompiledPolicy held() {
    return held;
  }

  /**
   * Over how many regions of packets it was proven: all there are.
   *
   * @throws AgentException with {@link ExitCode#PROOF_FAILED} if it cannot be
   */
  public long regions() {
    return regions.get();
  }

  /**
   * What was found of a kernel.
   *
   * @param asProven whether it holds just what was proven; if not, what it holds was proven
   * @param regions of packets over which it was
   */
  public record Verified(boolean asProven, long regions) {}

  /**
   * Requires that the kernel of the calling thread's network namespace does what policy says. All
   * of its table is read, and compared with what was proven; if it is something else, that is
   * proven.
   *
   * @throws AgentException with {@link ExitCode#PROOF_FAILED}, also if there is no table of ours
   */
  public Verified verify() {
    return inKernel().isPresent()
        ? new Verified(true, regions())
        : new Verified(false, Proofs.requireOfKernel(compiled));
  }

  /**
   * Reads the kernel of the calling thread's network namespace as {@link #verify} and counters do,
   * for nothing.
   *
   * @throws AgentException if the kernel refuses
   */
  void practise() {
    inKernel()
        .ifPresent(
            now -> {
              List<RuleHits.Hit> unused = RuleHits.of(held, now.ruleset());
            });
  }

  /** What the kernel holds, if that is just what was proven. */
  private Optional<TableDump> inKernel() {
    try (NfTables kernel = NfTables.open()) {
      Optional<TableDump> now = QuickReading.of(kernel, held);
      return now.isPresent() && InKernel.holds(now, held.ruleset()) ? now : Optional.empty();
    } catch (UnchangeableException e) {
      return Optional.empty();
    } catch (NftException e) {
      throw Failures.of(e);
    }
  }
}
