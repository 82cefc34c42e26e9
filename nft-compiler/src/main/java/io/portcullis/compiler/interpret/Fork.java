package io.portcullis.compiler.interpret;

import io.portcullis.policy.packet.Packet;
import java.util.Optional;

/**
 * Where the ways part of packets that differ in some dimensions alone: before the first rule that
 * asks for any of these. So far all go the way of the first one, which has narrowed the region in
 * what they share; the others start from there. No more than the place is carried over, since a
 * rule may read only registers that it wrote itself.
 *
 * <p>Mutable, to be used again without allocating; not for use by more than one thread.
 */
public final class Fork {

  /** Of runs from which none goes on. */
  static final Fork NONE = new Fork(-1);

  private final int varying;
  private final Spot at = new Spot();
  private final int[] counts = new int[Trace.COUNTS];
  private int asked;
  private Optional<Packet> first = Optional.empty();

  /**
   * Of packets that differ in addresses or the first word of the transport header, or some of
   * these.
   *
   * @param varying what they may differ in, as {@link Dimension#bit}s
   */
  public Fork(int varying) {
    this.varying = varying;
  }

  /** A packet starts from the beginning. */
  void start(Packet packet) {
    first = Optional.of(packet);
  }

  /** The packet that went the whole way. */
  public Packet first() {
    return first.orElseThrow();
  }

  /** Where the others start from. */
  Spot at() {
    return at;
  }

  /** The run is here now: further on than the fork if nothing that varies was asked for so far. */
  void pass(Spot here, Region region, Trace trace) {
    if (varying > 0 && (region.asked() & varying) == 0) {
      at.set(here);
      trace.copyCounts(counts);
      asked = region.asked();
    }
  }

  /** Makes region and trace what they were here, but for what the region was narrowed to. */
  void back(Region region, Trace trace) {
    region.remember(asked);
    trace.cut(counts);
  }
}
