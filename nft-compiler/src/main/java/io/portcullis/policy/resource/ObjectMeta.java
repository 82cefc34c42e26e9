package io.portcullis.policy.resource;

import io.portcullis.policy.SourcePosition;
import java.util.Map;

/**
 * What every resource has.
 *
 * @param name unique among resources of its kind
 * @param labels for selectors
 * @param position of the resource
 */
public record ObjectMeta(String name, Map<String, String> labels, SourcePosition position) {

  public ObjectMeta {
    labels = Map.copyOf(labels);
  }
}
