package io.portcullis.compiler.incremental;

import io.portcullis.compiler.lower.Blueprint;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Ruleset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Elements that come and go, by batch and map. */
final class Elements {

  private final Blueprint.Kinds kinds;
  private final Map<String, MapChange> all = new LinkedHashMap<>();
  private final TreeMap<Integer, Map<String, MapChange>> byBatch = new TreeMap<>();

  Elements(Blueprint.Kinds kinds) {
    this.kinds = kinds;
  }

  /** What a change comes to, in a batch. */
  void add(Touch touch, int batch) {
    Map<String, MapChange> changes =
        byBatch.computeIfAbsent(batch, number -> new LinkedHashMap<>());
    touch
        .before()
        .ifPresent(e -> touch.use().enter(e, (m, k, v) -> go(changes, m, k, kinds.of(m, v))));
    touch
        .after()
        .ifPresent(e -> touch.use().enter(e, (m, k, v) -> come(changes, m, k, kinds.of(m, v))));
  }

  private void go(Map<String, MapChange> changes, String map, Bytes key, ElementBlock.Kind kind) {
    of(changes, map).deleted().put(key, kind);
    of(all, map).deleted().put(key, kind);
  }

  private void come(Map<String, MapChange> changes, String map, Bytes key, ElementBlock.Kind kind) {
    of(changes, map).added().put(key, kind);
    of(all, map).added().put(key, kind);
  }

  private static MapChange of(Map<String, MapChange> changes, String map) {
    return changes.computeIfAbsent(map, name -> new MapChange());
  }

  /** All changes by map. */
  Map<String, MapChange> all() {
    return all;
  }

  /** The operations of each batch; deletions first. */
  List<List<NftOperation>> batches(Ruleset ruleset) {
    NfFamily family = ruleset.table().family();
    String table = ruleset.table().name();
    List<List<NftOperation>> out = new ArrayList<>();
    for (Map<String, MapChange> changes : byBatch.values()) {
      List<NftOperation> operations = new ArrayList<>();
      changes.forEach(
          (map, change) -> {
            if (!change.deleted().isEmpty()) {
              operations.add(
                  new NftOperation.DeleteElements(
                      family,
                      table,
                      map,
                      MapChange.block(keyLength(ruleset, map), change.deleted())));
            }
          });
      changes.forEach(
          (map, change) -> {
            if (!change.added().isEmpty()) {
              operations.add(
                  new NftOperation.AddElements(
                      family,
                      table,
                      map,
                      MapChange.block(keyLength(ruleset, map), change.added())));
            }
          });
      out.add(List.copyOf(operations));
    }
    return List.copyOf(out);
  }

  private static int keyLength(Ruleset ruleset, String map) {
    return ruleset.set(map).map(NftSet::keyLength).orElseThrow();
  }
}
