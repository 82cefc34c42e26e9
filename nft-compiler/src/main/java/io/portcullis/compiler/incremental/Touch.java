package io.portcullis.compiler.incremental;

import io.portcullis.compiler.lower.SourceUse;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.policy.address.Prefix;
import java.util.Optional;

/**
 * Sources of one class that stand for something else in its maps than before.
 *
 * @param stage whose maps; a packet may meet all stages of its policy and family
 * @param use where the sources stand; a packet is in one class of a stage
 * @param prefix the sources, unless a longer prefix holds them
 * @param before the entry that goes
 * @param after the entry that comes
 */
record Touch(
    StageState stage,
    SourceUse use,
    Prefix prefix,
    Optional<SourceTable.Entry> before,
    Optional<SourceTable.Entry> after) {}
