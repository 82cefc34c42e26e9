package io.portcullis.compiler.incremental;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Elements that go from a verdict map, and elements that come. */
final class MapChange {

  private final Map<Bytes, Verdict> deleted = new LinkedHashMap<>();
  private final Map<Bytes, Verdict> added = new LinkedHashMap<>();

  Map<Bytes, Verdict> deleted() {
    return deleted;
  }

  Map<Bytes, Verdict> added() {
    return added;
  }

  /** Elements as a block of their own. */
  static ElementBlock block(int keyLength, Map<Bytes, Verdict> elements) {
    List<Verdict> palette = new ArrayList<>();
    elements.values().stream().distinct().forEach(palette::add);
    ElementBlock.Builder out = ElementBlock.ofVerdicts(keyLength, palette);
    elements.forEach((key, verdict) -> out.add(key.toArray(), palette.indexOf(verdict)));
    return out.build();
  }
}
