package io.portcullis.netlink.nftables;

import java.util.List;
import java.util.Optional;

/**
 * nf_tables of one network namespace, as its user sees it: read a table, change it in one
 * transaction. {@link NfTables} is the kernel's; tests may put a fake in its place.
 */
public interface NftKernel extends AutoCloseable {

  /**
   * The number of the ruleset's present state: every commit by anybody in this namespace adds one.
   * 32 bits, unsigned, never 0.
   *
   * @throws NftException if the kernel does not answer
   */
  long generation();

  /**
   * All tables.
   *
   * @throws NftException if the kernel refuses, or changes all the time
   */
  List<NftTable> tables();

  /**
   * Everything in one table, all of one generation. Base chain hooks, rules in order, sets and
   * elements; see {@link io.portcullis.netlink.nftables.codec} for what the kernel adds and is left
   * out.
   *
   * @return empty if there is no such table
   * @throws NftException if the kernel refuses, or changes all the time
   */
  Optional<Ruleset> dump(NfFamily family, String table);

  /** As {@link #dump}, with the generation and the rules' handles. */
  Optional<TableDump> dumpWithHandles(NfFamily family, String table);

  /**
   * Some elements of a set as they are now, with what they have counted. The set need not be read
   * for that: it costs a few microseconds for each.
   *
   * @param keys elements with their keys; what else they have is not looked at
   * @return in the order of {@code keys}
   * @throws NftException with {@link NftException.Reason#NOT_FOUND} if one of them is not there, or
   *     if there is no such set
   */
  List<NftSetElem> elements(NfFamily family, String table, String set, SetElements keys);

  /**
   * Makes all changes, or none: one batch, one datagram.
   *
   * @param operations in order; later ones see earlier ones
   * @param generation the one that the operations were computed from; 0 for whatever there is
   * @return the generation that this made, whatever others did since; if nothing had to change, the
   *     one it was meant for, or the present one for 0
   * @throws StaleGenerationException if somebody committed since; nothing was changed
   * @throws NftException if the kernel refuses; nothing was changed, unless the reason is {@link
   *     NftException.Reason#NO_ANSWER}
   * @throws IllegalArgumentException if something does not fit into a message
   */
  long commit(List<NftOperation> operations, long generation);

  /**
   * Waits until every packet that was on its way through the ruleset when this was called has left
   * it: some 15 ms. Between two commits this makes sure that no packet meets both.
   *
   * @throws io.portcullis.netlink.sys.SystemCallException if the kernel refuses
   */
  void awaitPackets();

  /** Closes the connection; closing twice is closing once. */
  @Override
  void close();
}
