package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Packets whose source is looked up before their service: those of one protocol, to ports from one
 * to another. Who is known then needs no lookup of the service. All others pay for two comparisons.
 *
 * @param keys of the maps; of one protocol
 * @param first port
 * @param last port
 * @param open whether services come and go as elements
 */
record Ahead(PortKeys keys, int first, int last, boolean open) {

  /** As wide as the NodePorts of Kubernetes, and somewhat wider. */
  private static final int WIDTH = 4_096;

  /**
   * Up to so many services a policy is compiled as a whole when services come and go: that takes
   * some milliseconds. With more, what comes and goes shall be elements, for which there is room.
   */
  private static final int FEW = 64;

  /** Where services may come later, the gate begins and ends at multiples of this. */
  private static final int ROOM = 1_024;

  /**
   * What holds some services, each a protocol and a port; empty if it would hold too much else, or
   * if they are of different protocols.
   */
  static Optional<Ahead> of(Collection<int[]> services, PortKeys keys) {
    if (services.isEmpty() || keys.protocol().isEmpty()) {
      return Optional.empty();
    }
    int first = services.stream().mapToInt(service -> service[1]).min().orElseThrow();
    int last = services.stream().mapToInt(service -> service[1]).max().orElseThrow();
    if (last - first >= Math.max(WIDTH, 2 * services.size())) {
      return Optional.empty();
    }
    return Optional.of(
        services.size() > FEW
            ? new Ahead(keys, first & -ROOM, last | (ROOM - 1), true)
            : new Ahead(keys, first, last, false));
  }

  /** True if the sources of a service, {@code protocol << 16 | port}, are looked up before it. */
  boolean holds(int service) {
    int port = service & 0xffff;
    boolean within =
        isBlock() ? (port & mask()) == (first & mask()) : first <= port && port <= last;
    return within && keys.protocol().orElseThrow() == service >>> 16;
  }

  private boolean isBlock() {
    return 1 << bits() <= WIDTH;
  }

  private int bits() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(first ^ last);
  }

  private int mask() {
    return 0xffff & -(1 << bits());
  }

  /**
   * True if at most {@code most} of some services are held, whose lookups of sources are in vain.
   */
  boolean holdsFewOf(Collection<int[]> services, int most) {
    return services.stream().filter(service -> holds(service[0] << 16 | service[1])).count()
        <= most;
  }

  /** Appends to {@code chain} what sends all other packets to {@code rest}, most of them first. */
  void lower(RulesetDraft draft, String chain, String rest) {
    List<Expression> outside = new ArrayList<>();
    if (isBlock()) {
      // Both ports, since the kernel is quick with masks of four bytes alone
      // (nft_bitwise_fast_ops).
      outside.add(Loads.ports(R0));
      outside.add(Bitwise.and(R0, Bytes.ofU32(mask())));
      outside.add(new Cmp(R0, Cmp.Op.NEQ, Bytes.ofU32(first & mask())));
    } else {
      outside.add(Loads.destinationPort(R0));
      outside.add(new Range(R0, true, Bytes.ofU16(first), Bytes.ofU16(last)));
    }
    outside.add(Loads.goTo(rest));
    draft.rule(chain, outside.toArray(Expression[]::new));
    draft.rule(
        chain,
        Loads.protocol(R0),
        new Cmp(R0, Cmp.Op.NEQ, Bytes.ofU8(keys.protocol().orElseThrow())),
        Loads.goTo(rest));
  }

  /**
   * Appends what decides packets that have come by {@link #lower} and by the maps. It asks for what
   * was asked before: rules break off, and so let packets by, whose protocol or port cannot be
   * told.
   */
  void lowerRest(RulesetDraft draft, String chain, Verdict verdict) {
    draft.rule(
        chain,
        Loads.protocol(R0),
        new Cmp(R0, Cmp.Op.EQ, Bytes.ofU8(keys.protocol().orElseThrow())),
        Loads.destinationPort(R0),
        Loads.verdict(verdict));
  }
}
