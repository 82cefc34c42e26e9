package io.portcullis.netlink.nftables.codec;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.UnknownAttributes;
import java.util.ArrayList;
import java.util.List;

/** Collects attributes that no name here fits, while an object is decoded. */
final class Unknowns {

  private List<UnknownAttributes.Unknown> kept = List.of();

  /** Keeps the attribute that {@code reader} is at. */
  void keep(AttributeReader reader) {
    if (kept.isEmpty()) {
      kept = new ArrayList<>();
    }
    kept.add(new UnknownAttributes.Unknown(reader.rawType(), reader.bytes()));
  }

  UnknownAttributes all() {
    return kept.isEmpty() ? UnknownAttributes.NONE : new UnknownAttributes(kept);
  }
}
