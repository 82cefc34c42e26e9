package io.portcullis.compiler.explain;

import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.DataplaneSettings.ConntrackInvalid;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Edits of the configuration, for what decides before policy is asked. */
final class SettingEdits {

  private SettingEdits() {}

  static Optional<Edit> nearest(NodePolicy node, Packet packet) {
    Decision decision = PlainReading.decide(node, packet);
    DataplaneSettings old = node.settings();
    if (decision.reason() == Decision.Reason.INVALID) {
      return proposed(
          node,
          packet,
          with(old, old.failsafes(), ConntrackInvalid.CONTINUE),
          "set conntrackInvalid to continue");
    }
    for (Failsafe failsafe : old.failsafes()) {
      List<Failsafe> rest = new ArrayList<>(old.failsafes());
      rest.remove(failsafe);
      Optional<Edit> edit =
          proposed(
              node,
              packet,
              with(old, rest, old.conntrackInvalid()),
              "take %s %d%s out of failsafes"
                  .formatted(
                      PacketText.protocol(failsafe.protocol()),
                      failsafe.port(),
                      failsafe.net().map(net -> " from " + net).orElse("")));
      if (edit.isPresent()) {
        return edit;
      }
    }
    return Optional.empty();
  }

  private static DataplaneSettings with(
      DataplaneSettings old, List<Failsafe> failsafes, ConntrackInvalid invalid) {
    return new DataplaneSettings(
        failsafes,
        old.failsafeScope(),
        old.loopback(),
        old.establishedFlows(),
        invalid,
        old.counters());
  }

  private static Optional<Edit> proposed(
      NodePolicy node, Packet packet, DataplaneSettings settings, String what) {
    NodePolicy edited = new NodePolicy(node.node(), node.interfaces(), node.wildcard(), settings);
    boolean flips =
        PlainReading.decide(edited, packet).drops() != PlainReading.decide(node, packet).drops();
    return flips
        ? Optional.of(new Edit(Edit.How.CONFIGURE, what, Optional.empty()))
        : Optional.empty();
  }

  /** A node that has another policy on the packet's link, and nothing else. */
  static NodePolicy only(NodePolicy node, Packet packet, EffectivePolicy policy) {
    EndpointBinding binding =
        Optional.ofNullable(node.interfaces().get(packet.inInterface()))
            .or(node::wildcard)
            .orElseThrow();
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    interfaces.put(
        packet.inInterface(), new EndpointBinding(binding.endpoint(), binding.position(), policy));
    return new NodePolicy(node.node(), interfaces, Optional.empty(), node.settings());
  }
}
