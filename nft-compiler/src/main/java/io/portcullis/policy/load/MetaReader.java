package io.portcullis.policy.load;

import io.portcullis.policy.resource.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Reads {@code metadata}. */
final class MetaReader {

  private static final int MAX_ANNOTATIONS = 256 << 10;

  private MetaReader() {}

  /** Reads {@code object}'s metadata; its name must pass {@code nameRule}. */
  static ObjectMeta read(YamlObject object, Predicate<String> nameRule, String nameHint) {
    YamlObject meta = object.object("metadata").orElse(object);
    if (meta == object) {
      object.missing("metadata", "give it at least a name");
      return new ObjectMeta("", Map.of(), object.position());
    }
    String name = meta.text("name").orElse("");
    if (name.isEmpty()) {
      meta.problem("name", "a resource must have a name", nameHint);
    } else if (!nameRule.test(name)) {
      meta.problem("name", "\"" + name + "\" is not a valid name here", nameHint);
    }
    Map<String, String> labels = labels(meta);
    annotations(meta);
    // What kubectl and calicoctl export, and what means nothing to us.
    meta.ignore(
        "uid",
        "resourceVersion",
        "creationTimestamp",
        "generation",
        "managedFields",
        "selfLink",
        "finalizers",
        "ownerReferences",
        "generateName",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "namespace");
    meta.done();
    return new ObjectMeta(name, labels, object.position());
  }

  private static Map<String, String> labels(YamlObject meta) {
    Map<String, String> labels = new LinkedHashMap<>();
    meta.texts("labels")
        .forEach(
            (key, value) -> {
              if (!Names.isLabelKey(key)) {
                value.problem(
                    "\"" + key + "\" is not a label name",
                    "at most 63 letters, digits, - _ . after an optional DNS prefix and slash");
              }
              value.text().ifPresent(text -> labels.put(key, text));
              if (!Names.isLabelValue(value.raw())) {
                value.problem(
                    "\"" + value.raw() + "\" is not a label value",
                    "at most 63 letters, digits, - _ . that start and end with a letter or digit");
              }
            });
    return labels;
  }

  /** Checks the names and the size of annotations, which mean nothing to us. */
  static void annotations(YamlObject meta) {
    int size = 0;
    for (Map.Entry<String, YamlScalar> entry : meta.texts("annotations").entrySet()) {
      size += entry.getKey().length() + entry.getValue().raw().length();
      if (!Names.isLabelKey(entry.getKey().toLowerCase(Locale.ROOT))) {
        entry
            .getValue()
            .problem("\"" + entry.getKey() + "\" is not an annotation name", "a qualified name");
      }
    }
    if (size > MAX_ANNOTATIONS) {
      meta.problem("annotations", "more than 256 KiB of annotations", "remove some");
    }
  }
}
