package io.portcullis.compiler.diff;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Regions as they are found, then joined, each with a sample. */
final class Collected {

  private record Rules(Optional<RuleId> before, Optional<RuleId> after) {}

  private final NodePolicy before;
  private final NodePolicy after;
  private final Samples samples;
  private final List<Region> allowed = new ArrayList<>();
  private final List<Region> denied = new ArrayList<>();
  private final Map<Rules, List<Region>> attributed = new LinkedHashMap<>();

  Collected(NodePolicy before, NodePolicy after, List<Address> addresses) {
    this.before = before;
    this.after = after;
    this.samples = new Samples(addresses);
  }

  void allowed(Region region) {
    allowed.add(region);
  }

  void denied(Region region) {
    denied.add(region);
  }

  void attributed(Optional<RuleId> old, Optional<RuleId> now, Region region) {
    attributed.computeIfAbsent(new Rules(old, now), key -> new ArrayList<>()).add(region);
  }

  PacketDifference difference() {
    List<PacketChange> moved = new ArrayList<>();
    attributed.values().forEach(regions -> moved.addAll(changes(regions)));
    return new PacketDifference(changes(allowed), changes(denied), moved);
  }

  private List<PacketChange> changes(List<Region> regions) {
    return Joining.join(regions).stream().map(this::change).toList();
  }

  private PacketChange change(Region region) {
    Packet sample = samples.of(region);
    Decision old = PlainReading.decide(before, sample);
    return new PacketChange(region, sample, old, PlainReading.decide(after, sample));
  }
}
