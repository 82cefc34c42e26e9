package io.portcullis.policy.resource;

import java.util.Map;

/**
 * A profile, for the labels it gives to endpoints; its rules do not apply before DNAT.
 *
 * @param labelsToApply inherited by endpoints that list it; their own labels win
 */
public record Profile(ObjectMeta meta, Map<String, String> labelsToApply) {

  public Profile {
    labelsToApply = Map.copyOf(labelsToApply);
  }
}
