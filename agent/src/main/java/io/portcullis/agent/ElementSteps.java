package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.transaction.KeptHits;
import io.portcullis.compiler.transaction.Names;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sends batches of elements without a dump. What goes is read right before, by its keys, so that
 * what it had counted stays with its rule; what it counts between that and the commit, some tens of
 * microseconds, is lost.
 */
final class ElementSteps {

  private final NftKernel kernel;
  private final Sending sending;

  ElementSteps(NftKernel kernel, Sending sending) {
    this.kernel = kernel;
    this.sending = sending;
  }

  /**
   * What was sent.
   *
   * @param generation that the last batch made
   * @param operations how many, besides those that keep hits
   * @param hits what the table keeps then
   */
  record Sent(long generation, int operations, KeptHits hits) {}

  /**
   * Sends them in order, each for the generation that the one before made.
   *
   * @param batches under the compiler's names
   * @param sources of all packets that may meet them; empty if any may
   * @param held what the table holds in the end, under the kernel's names
   * @return empty if the table does not hold what is to go, and has to be read
   */
  Optional<Sent> send(
      List<List<NftOperation>> batches,
      Optional<List<Prefix>> sources,
      Names names,
      CompiledPolicy held,
      KeptHits hits,
      long generation) {
    Sent sent = new Sent(generation, 0, hits);
    for (List<NftOperation> batch : batches) {
      List<NftOperation> named = names.of(batch);
      sending.awaitPackets(sources);
      Optional<List<NftSetElem>> going = going(named);
      if (going.isEmpty()) {
        return Optional.empty();
      }
      KeptHits.Next kept = sent.hits().with(going.get(), held);
      long made = sending.sendAtOnce(both(named, kept.operations()), sent.generation(), sources);
      sent = new Sent(made, sent.operations() + named.size(), kept.kept());
    }
    return Optional.of(sent);
  }

  private Optional<List<NftSetElem>> going(List<NftOperation> batch) {
    List<NftSetElem> out = new ArrayList<>();
    try {
      for (NftOperation.DeleteElements d : KeptHits.counting(batch)) {
        out.addAll(kernel.elements(d.family(), d.table(), d.set(), d.elements()));
      }
    } catch (NftException e) {
      if (e.reason() == NftException.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(out);
  }

  private static List<NftOperation> both(List<NftOperation> one, List<NftOperation> more) {
    return more.isEmpty() ? one : Stream.concat(one.stream(), more.stream()).toList();
  }
}
