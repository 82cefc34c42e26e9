package io.portcullis.policy.resource;

import io.portcullis.policy.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A tier. Its default action does not matter before DNAT: the end of a tier always leads to the
 * next.
 *
 * @param order lower comes first; absent comes last
 */
public record Tier(ObjectMeta meta, OptionalDouble order) {

  /** The tier of policies that name none. */
  public static final String DEFAULT = "default";

  /** Tiers that exist whether somebody writes them or not. */
  public static final List<Tier> FIXED =
      List.of(fixed("kube-admin", 1_000), fixed(DEFAULT, 1_000_000), fixed("kube-baseline", 1e7));

  private static Tier fixed(String name, double order) {
    return new Tier(
        new ObjectMeta(name, Map.of(), SourcePosition.builtIn("built-in tier")),
        OptionalDouble.of(order));
  }
}
