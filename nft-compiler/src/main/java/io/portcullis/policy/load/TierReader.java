package io.portcullis.policy.load;

import io.portcullis.policy.resource.ObjectMeta;
import io.portcullis.policy.resource.Profile;
import io.portcullis.policy.resource.Tier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads Tiers and Profiles. */
final class TierReader {

  private TierReader() {}

  static Tier tier(YamlObject object, ObjectMeta meta) {
    Optional<YamlObject> spec = object.object("spec");
    OptionalDouble order = spec.map(Values::order).orElse(OptionalDouble.empty());
    String action = spec.flatMap(s -> s.text("defaultAction")).orElse("Deny");
    if (spec.isPresent()) {
      if (!action.equals("Deny") && !action.equals("Pass")) {
        spec.get().problem("defaultAction", "\"" + action + "\" is no default", "Deny or Pass");
      }
      spec.get().done();
    }
    for (Tier fixed : Tier.FIXED) {
      if (fixed.meta().name().equals(meta.name())) {
        String required = meta.name().equals(Tier.DEFAULT) ? "Deny" : "Pass";
        if (!order.equals(fixed.order()) || !action.equals(required)) {
          object.problem(
              "spec",
              "tier " + meta.name() + " is fixed",
              "order: "
                  + (long) fixed.order().orElse(0)
                  + " and defaultAction: "
                  + required
                  + ", or leave it out");
        }
      }
    }
    return new Tier(meta, order);
  }

  static Profile profile(YamlObject object, ObjectMeta meta) {
    Map<String, String> labels = new LinkedHashMap<>();
    object
        .object("spec")
        .ifPresent(
            spec -> {
              spec.texts("labelsToApply").forEach((key, value) -> labels.put(key, value.raw()));
              spec.objects("ingress").forEach(RuleReader::read);
              spec.objects("egress").forEach(RuleReader::read);
              spec.done();
            });
    return new Profile(meta, labels);
  }
}
