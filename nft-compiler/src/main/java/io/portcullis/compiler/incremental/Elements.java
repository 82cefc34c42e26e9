package io.portcullis.compiler.incremental;

import io.portcullis.compiler.ElementOutcome;
import io.portcullis.compiler.lower.Blueprint;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Ruleset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Elements that come and go, by batch and map. */
final class Elements {

  private final Blueprint.Kinds kinds;
  private final Map<String, MapChange> all = new LinkedHashMap<>();
  private final Map<String, ElementOutcome> decided = new LinkedHashMap<>();
  private final TreeMap<Integer, Map<String, MapChange>> byBatch = new TreeMap<>();

  Elements(Blueprint.Kinds kinds) {
    this.kinds = kinds;
  }

  /** What a change comes to, in a batch. */
  void add(Touch touch, int batch) {
    List<Entered> was = entered(touch, touch.before());
    List<Entered> is = entered(touch, touch.after());
    is.forEach(entered -> note(entered.kind(), touch.after()));
    if (was.equals(is)) {
      // Told apart only by what elements do not say, such as a rule's place in its file.
      return;
    }
    Map<String, MapChange> changes = changes(batch);
    was.forEach(e -> go(changes, e.map(), e.key(), e.kind()));
    is.forEach(e -> come(changes, e.map(), e.key(), e.kind()));
  }

  /** The same of a service. */
  void add(ServiceTouch touch, int batch) {
    Map<String, MapChange> changes = changes(batch);
    String map = touch.map();
    touch.before().ifPresent(v -> go(changes, map, touch.key(), kinds.of(map, v)));
    touch.after().ifPresent(v -> come(changes, map, touch.key(), kinds.of(map, v)));
  }

  private Map<String, MapChange> changes(int batch) {
    return byBatch.computeIfAbsent(batch, number -> new LinkedHashMap<>());
  }

  private record Entered(String map, Bytes key, ElementBlock.Kind kind) {}

  private void note(ElementBlock.Kind kind, Optional<SourceTable.Entry> entry) {
    Optional<String> comment = Comments.read(kind.userData());
    if (comment.isPresent() && entry.isPresent()) {
      RuleOutcome outcome = entry.get().outcome();
      decided.put(
          comment.get(), new ElementOutcome(outcome.reason(), outcome.rule(), comment.get()));
    }
  }

  /** What elements decide that come, or stay but for what they do not say, by their comment. */
  Map<String, ElementOutcome> decided() {
    return decided;
  }

  private List<Entered> entered(Touch touch, Optional<SourceTable.Entry> entry) {
    List<Entered> out = new ArrayList<>();
    entry.ifPresent(
        e -> touch.use().enter(e, (m, k, o, v) -> out.add(new Entered(m, k, kinds.of(m, o, v)))));
    return out;
  }

  private void go(Map<String, MapChange> changes, String map, Bytes key, ElementBlock.Kind kind) {
    of(changes, map).deleted().put(key, kind);
    of(all, map).deleted().put(key, kind);
  }

  private void come(Map<String, MapChange> changes, String map, Bytes key, ElementBlock.Kind kind) {
    of(changes, map).added().put(key, kind);
    of(all, map).added().put(key, kind);
  }

  /** What becomes of maps, by number of the batch. */
  Map<Integer, Map<String, MapChange>> byBatch() {
    return Collections.unmodifiableMap(byBatch);
  }

  /** An element of a set that is no map comes. */
  void comes(String set, Bytes key, int batch) {
    come(changes(batch), set, key, MapChange.PLAIN);
  }

  /** It goes. */
  void goes(String set, Bytes key, int batch) {
    go(changes(batch), set, key, MapChange.PLAIN);
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
                      family, table, map, MapChange.block(set(ruleset, map), change.deleted())));
            }
          });
      changes.forEach(
          (map, change) -> {
            if (!change.added().isEmpty()) {
              operations.add(
                  new NftOperation.AddElements(
                      family, table, map, MapChange.block(set(ruleset, map), change.added())));
            }
          });
      if (!operations.isEmpty()) {
        out.add(List.copyOf(operations));
      }
    }
    return List.copyOf(out);
  }

  private static NftSet set(Ruleset ruleset, String map) {
    return ruleset.set(map).orElseThrow();
  }
}
