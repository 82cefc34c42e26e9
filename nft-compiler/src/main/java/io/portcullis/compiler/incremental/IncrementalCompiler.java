package io.portcullis.compiler.incremental;

import io.portcullis.compiler.lower.NodeLowering;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.policy.effective.NodePolicy;
import java.util.Optional;

/**
 * Compiles policies one after the other. If nothing but sources differ from the last one, and they
 * fit into the maps that there are, only their elements are made: what that costs depends on the
 * change, apart from a look at each rule and a copy of the arrays of maps that change. Everything
 * else is compiled from the beginning.
 *
 * <p>What comes out is what {@code PolicyCompiler} makes, but that maps keep their sizes while
 * there is room, and that stages and ways of lookup are kept while they are within the bound, where
 * a compilation from the beginning might find others cheaper.
 *
 * <p>Keeps the last policy and ruleset. Not for use by more than one thread.
 */
public final class IncrementalCompiler {

  /** Entries of a class from which on it is kept as a tree. */
  private static final int MANY = 1024;

  private final StageBounds bounds;
  private final int many;
  private Optional<State> state = Optional.empty();

  /** With nothing compiled yet. */
  public IncrementalCompiler() {
    this(StageBounds.DEFAULT);
  }

  /** As {@link #IncrementalCompiler()}, with another bound of size. */
  public IncrementalCompiler(StageBounds bounds) {
    this(bounds, MANY);
  }

  /** For tests of small policies. */
  IncrementalCompiler(StageBounds bounds, int many) {
    this.bounds = bounds;
    this.many = many;
  }

  /** Compiles a policy; what was kept stays as it is. */
  public Compilation next(NodePolicy node) {
    return onwards(node).orElseGet(() -> Compilation.anew(NodeLowering.blueprint(node, bounds)));
  }

  /** As {@link #next}, but only if it is no more than other elements; empty if it is. */
  public Optional<Compilation> onwards(NodePolicy node) {
    return state.flatMap(kept -> kept.with(node)).map(Compilation::onwards);
  }

  /**
   * Keeps what {@link #next} gave last, for the next one to go on from.
   *
   * @throws IllegalArgumentException if something else was kept since
   */
  public void keep(Compilation compilation) {
    if (compilation.next().isPresent()) {
      state
          .orElseThrow(() -> new IllegalArgumentException("nothing was kept to go on from"))
          .become(compilation.next().get());
    } else {
      state = compilation.blueprint().map(blueprint -> new State(blueprint, many));
    }
  }

  /** Forgets what was kept, so that the next policy is compiled from the beginning. */
  public void forget() {
    state = Optional.empty();
  }
}
