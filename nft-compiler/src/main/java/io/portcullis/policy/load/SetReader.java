package io.portcullis.policy.load;

import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.ObjectMeta;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a GlobalNetworkSet or NetworkSet. */
final class SetReader {

  private SetReader() {}

  static NetworkSet read(YamlObject object, ObjectMeta meta, Optional<String> namespace) {
    if (meta.labels().containsKey(NetworkSet.NAMESPACE_LABEL)) {
      object
          .object("metadata")
          .flatMap(metadata -> metadata.object("labels"))
          .ifPresent(
              labels ->
                  labels.problem(
                      NetworkSet.NAMESPACE_LABEL,
                      NetworkSet.NAMESPACE_LABEL + " is not a valid label name here",
                      "remove it; it is added where it belongs"));
    }
    List<Prefix> nets = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    object
        .object("spec")
        .ifPresent(
            spec -> {
              for (YamlScalar scalar : spec.scalars("nets")) {
                if (!seen.add(scalar.raw())) {
                  scalar.problem(
                      Problem.Kind.NET, "\"" + scalar.raw() + "\" is given twice", "remove one");
                }
                Values.looseNet(scalar).ifPresent(nets::add);
              }
              spec.done();
            });
    Map<String, String> labels = new LinkedHashMap<>(meta.labels());
    namespace.ifPresent(name -> labels.put(NetworkSet.NAMESPACE_LABEL, name));
    return new NetworkSet(new ObjectMeta(meta.name(), labels, meta.position()), namespace, nets);
  }
}
