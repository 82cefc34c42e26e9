package io.portcullis.compiler.model;

import io.portcullis.policy.address.AddressSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How many longest-prefix-match entries tell an address set from the rest: what it contributes, at
 * most, to a table of which it is a part. A CIDR or an exception to one is one entry.
 */
final class Weights {

  private final Map<AddressSet, Integer> known = new HashMap<>();
  private final Map<AddressSet, Integer> places = new HashMap<>();

  /** At least 1, also for all addresses. */
  int of(AddressSet set) {
    if (set.isAll()) {
      return 1;
    }
    return Objects.requireNonNull(known.computeIfAbsent(set, FewestPrefixes::count));
  }

  /** A number that equal sets share. */
  int number(AddressSet set) {
    return Objects.requireNonNull(places.computeIfAbsent(set, key -> places.size()));
  }
}
