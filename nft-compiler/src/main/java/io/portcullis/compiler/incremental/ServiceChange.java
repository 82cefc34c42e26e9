package io.portcullis.compiler.incremental;

import io.portcullis.compiler.lower.SourceUse;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.netlink.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entries of one service that differ between the class it was of and the one it is of. */
final class ServiceChange {

  private ServiceChange() {}

  /**
   * By prefix as they stand in maps; without a class, or where sources do not matter, none.
   *
   * @param key what stands before the source in keys of the service
   */
  static List<Touch> entries(
      StageState stage, Bytes key, Optional<UseState> before, Optional<SourceUse> after) {
    List<SourceTable.Entry> was = before.map(UseState::entries).orElse(List.of());
    List<SourceTable.Entry> is =
        after.map(use -> use.entries(use.table().entries())).orElse(List.of());
    Optional<SourceUse> one = after.filter(use -> use.times() > 0);
    SourceUse use = one.or(() -> before.map(UseState::use)).map(of -> of.only(key)).orElseThrow();
    List<Touch> out = new ArrayList<>();
    TableChanges.between(was, is)
        .forEach(
            (prefix, change) ->
                out.add(new Touch(stage, use, prefix, change.before(), change.after())));
    return out;
  }
}
