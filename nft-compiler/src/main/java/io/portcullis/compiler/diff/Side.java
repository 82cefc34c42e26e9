package io.portcullis.compiler.diff;

import io.portcullis.compiler.model.Segment;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.compiler.space.Cube;
import io.portcullis.compiler.space.Cubes;
import io.portcullis.compiler.space.Flow;
import io.portcullis.compiler.space.Flows;
import io.portcullis.compiler.space.Work;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.DataplaneSettings.ConntrackInvalid;
import io.portcullis.policy.effective.DataplaneSettings.EstablishedFlows;
import io.portcullis.policy.effective.DataplaneSettings.FailsafeScope;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.packet.ConntrackState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One of two policies, in one family: what it drops. */
final class Side {

  private final boolean empty;
  private final DataplaneSettings settings;
  private final Family family;
  private final ServiceModel model;
  private final Flows flows;
  private final Work work;

  Side(EffectivePolicy policy, DataplaneSettings settings, Family family, Work work) {
    this.empty = policy.isEmpty();
    this.settings = settings;
    this.family = family;
    this.model = ServiceModel.of(policy, family);
    this.flows = new Flows(family, work);
    this.work = work;
  }

  /** The classes of a protocol's ports or words, or one class of all; -1 if it cannot be told. */
  List<Segment> segments(int protocol) {
    return Optional.ofNullable(model.segmented().get(protocol))
        .orElseGet(
            () ->
                List.of(
                    new Segment(
                        0,
                        PortSet.COUNT - 1,
                        model.plain().getOrDefault(protocol, model.unknown()))));
  }

  /** Ports of a protocol that some failsafe is about. */
  List<Integer> failsafePorts(int protocol) {
    return settings.failsafes().stream()
        .filter(failsafe -> failsafe.protocol() == protocol)
        .map(Failsafe::port)
        .distinct()
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Sources that a failsafe lets in. */
  AddressSet failsafe(int protocol, int port) {
    AddressSet out = AddressSet.none(family);
    for (Failsafe failsafe : settings.failsafes()) {
      if (!empty && failsafe.protocol() == protocol && failsafe.port() == port) {
        out =
            failsafe
                .net()
                .map(net -> net.family() == family ? AddressSet.of(net) : AddressSet.none(family))
                .orElse(AddressSet.all(family))
                .union(out);
      }
    }
    return out;
  }

  /** What becomes of the packets of a class where policy is asked. */
  Flow flow(ServiceClass service) {
    return flows.of(service);
  }

  /**
   * Packets of a class that are dropped.
   *
   * @param failsafe sources that its failsafes let in
   * @param states one of {@link Region#KINDS}
   * @param local whether they are to the host's own addresses
   */
  Cubes dropped(
      ServiceClass service, AddressSet failsafe, Set<ConntrackState> states, boolean local) {
    if (empty || (states == Region.LET_IN && !policesEstablished())) {
      return Cubes.NONE;
    }
    Cubes denied =
        dropsInvalid() && states == Region.INVALID ? Cubes.all(family) : flow(service).denied();
    boolean holds = local || settings.failsafeScope() == FailsafeScope.ANY;
    return holds && !failsafe.isEmpty() ? denied.minus(Cube.of(failsafe), work) : denied;
  }

  private boolean dropsInvalid() {
    return settings.conntrackInvalid() == ConntrackInvalid.DROP;
  }

  private boolean policesEstablished() {
    return settings.establishedFlows() == EstablishedFlows.POLICE;
  }

  /** True if both do the same, wherever rules and failsafes are the same. */
  boolean alike(Side other) {
    return empty == other.empty
        && dropsInvalid() == other.dropsInvalid()
        && policesEstablished() == other.policesEstablished()
        && settings.failsafeScope() == other.settings.failsafeScope();
  }
}
