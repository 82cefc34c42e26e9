package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.policy.effective.PortSet;
import java.util.List;

/** ICMPv6 that policy never decides on: RFC 4861 and its inverse, RFC 2710 and RFC 3810. */
final class NeighbourDiscovery {

  /** Types 130 to 137, and 143, with every code: {@code type << 8 | code}. */
  private static final PortSet WORDS =
      PortSet.of(
          List.of(
              new PortSet.Range(130 << 8, 137 << 8 | 0xff),
              new PortSet.Range(143 << 8, 143 << 8 | 0xff)));

  private NeighbourDiscovery() {}

  static boolean holds(Region region) {
    return Memberships.in(WORDS, Dimension.FIRST_WORD, region);
  }
}
