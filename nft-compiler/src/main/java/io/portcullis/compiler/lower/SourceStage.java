package io.portcullis.compiler.lower;

import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.compiler.model.Stage;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import java.util.List;
import java.util.Optional;

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
   * @param lengths of the maps by port
   */
  public record Maps(List<ServiceClass> classes, List<SourceUse> uses, PortLengths lengths) {

    public Maps {
      classes = List.copyOf(classes);
      uses = List.copyOf(uses);
    }
  }
}
