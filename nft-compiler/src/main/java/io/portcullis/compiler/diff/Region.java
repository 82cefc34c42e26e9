package io.portcullis.compiler.diff;

import io.portcullis.compiler.space.Cube;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A product of sets, one per dimension of packets: it holds the packets whose every field is in its
 * set.
 *
 * @param links they come in by
 * @param family of theirs
 * @param services protocol, and destination port or ICMP type and code
 * @param cube source, destination and source port
 * @param states of their connection
 * @param local whether it holds packets to the host's own addresses
 * @param elsewhere whether it holds packets to other addresses
 */
public record Region(
    Links links,
    Family family,
    Services services,
    Cube cube,
    Set<ConntrackState> states,
    boolean local,
    boolean elsewhere) {

  /** States that policy is asked about in the same way. */
  static final Set<ConntrackState> FRESH =
      Collections.unmodifiableSet(EnumSet.of(ConntrackState.NEW, ConntrackState.UNTRACKED));

  /** What connection tracking calls invalid. */
  static final Set<ConntrackState> INVALID =
      Collections.unmodifiableSet(EnumSet.of(ConntrackState.INVALID));

  /** Of a flow that was let in, in the direction of its first packet. */
  static final Set<ConntrackState> LET_IN =
      Collections.unmodifiableSet(EnumSet.of(ConntrackState.ESTABLISHED));

  /** All of them, by how policy is asked; replies and the like are never policed. */
  static final List<Set<ConntrackState>> KINDS = List.of(FRESH, LET_IN, INVALID);

  /** True if it holds the packet. */
  public boolean contains(Packet packet) {
    return family == packet.family()
        && (packet.toLocal() ? local : elsewhere)
        && states.contains(packet.state())
        && links.contains(packet.inInterface())
        && services.contains(packet)
        && cube.contains(packet);
  }
}
