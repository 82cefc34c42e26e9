package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;

/** What a map's element leads to. */
public sealed interface ElementData {

  /** {@code NFTA_DATA_VERDICT}. */
  record OfVerdict(Verdict verdict) implements ElementData {}

  /** {@code NFTA_DATA_VALUE}. */
  record OfValue(Bytes value) implements ElementData {}

  /** {@code NFTA_SET_ELEM_OBJREF}: the name of a stateful object. */
  record OfObject(String name) implements ElementData {}
}
