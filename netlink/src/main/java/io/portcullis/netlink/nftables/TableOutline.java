package io.portcullis.netlink.nftables;

import java.util.Map;

/**
 * What one kernel held in one table at one moment, without the elements of some sets.
 *
 * @param dump everything else
 * @param counts how many elements each set has, those with their elements too, by name; not of sets
 *     of which the kernel does not say. Catch-all elements are not among them ({@code
 *     nft_add_set_elem()} counts none), and of intervals the kernel says something else
 */
public record TableOutline(TableDump dump, Map<String, Long> counts) {

  public TableOutline {
    counts = Map.copyOf(counts);
  }
}
