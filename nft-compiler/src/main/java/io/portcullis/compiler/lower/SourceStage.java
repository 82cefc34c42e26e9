package io.portcullis.compiler.lower;

import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.compiler.model.Stage;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One stage of one policy and family, and where its sources stand.
 *
 * @param policy of the endpoints it is for
 * @param family of the packets
 * @param stage its rules
 * @param bounds of its size
 * @param maps where its sources stand; empty if they are not entered in maps by class
 */
public record SourceStage(
    EffectivePolicy policy, Family family, Stage stage, StageBounds bounds, Optional<Maps> maps) {

  /**
   * Sources in maps.
   *
   * @param classes of services, all there are
   * @param uses where those classes stand whose sources are in maps or do not matter
   * @param services where services go; empty if there is no map of all of them
   */
  public record Maps(
      List<ServiceClass> classes, List<SourceUse> uses, Optional<Services> services) {

    public Maps {
      classes = List.copyOf(classes);
      uses = List.copyOf(uses);
    }
  }

  /**
   * Where services go, each as {@code protocol << 16 | port}.
   *
   * @param map the name of their map
   * @param entered those that are in it, with their class
   * @param usual by protocol, what is of all others, where those that differ are in it
   * @param exceptions those that go somewhere else first
   * @param ports where sources by service stand
   */
  public record Services(
      String map,
      Map<Integer, ServiceClass> entered,
      Map<Integer, Usual> usual,
      Set<Integer> exceptions,
      PortMaps ports) {

    public Services {
      entered = Map.copyOf(entered);
      usual = Map.copyOf(usual);
      exceptions = Set.copyOf(exceptions);
    }
  }

  /**
   * All services of a protocol that are not in the map.
   *
   * @param service their class
   * @param there where they go
   */
  public record Usual(ServiceClass service, Verdict there) {}
}
