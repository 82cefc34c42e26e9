package io.portcullis.compiler.incremental;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Elements that go from a verdict map or a set, and elements that come. */
final class MapChange {

  /** Of an element of a set that is no map, which leads nowhere. */
  static final ElementBlock.Kind PLAIN = ElementBlock.Kind.of(Verdict.CONTINUE);

  private final Map<Bytes, ElementBlock.Kind> deleted = new LinkedHashMap<>();
  private final Map<Bytes, ElementBlock.Kind> added = new LinkedHashMap<>();

  Map<Bytes, ElementBlock.Kind> deleted() {
    return deleted;
  }

  Map<Bytes, ElementBlock.Kind> added() {
    return added;
  }

  /** Elements of a set or map as a block of their own. */
  static ElementBlock block(NftSet of, Map<Bytes, ElementBlock.Kind> elements) {
    List<ElementBlock.Kind> kinds = new ArrayList<>();
    if (of.isVerdictMap()) {
      elements.values().stream().distinct().forEach(kinds::add);
    }
    ElementBlock.Builder out = ElementBlock.ofKinds(of.keyLength(), kinds);
    elements.forEach(
        (key, kind) -> out.add(key.toArray(), of.isVerdictMap() ? kinds.indexOf(kind) : 0));
    return out.build();
  }
}
