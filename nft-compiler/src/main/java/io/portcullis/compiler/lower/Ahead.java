package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;

import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.layout.Prices;
import io.portcullis.compiler.layout.Shape;
import io.portcullis.netlink.Bytes;
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
 */
record Ahead(PortKeys keys, int first, int last) {

  private static final String SUBJECT = "order of lookups";

  /** As wide as the NodePorts of Kubernetes, and somewhat wider. */
  private static final int WIDTH = 4_096;

  /**
   * With more services than these, what comes and goes with a policy shall be elements: there a
   * service that is found before its sources can be entered without a moment in which it has some
   * of them.
   */
  private static final int MOST = 64;

  /**
   * What holds some services, each a protocol and a port; empty if it would hold too much else, if
   * they are many, or if they are of different protocols.
   */
  static Optional<Ahead> of(Collection<int[]> services, PortKeys keys) {
    if (services.isEmpty() || services.size() > MOST || keys.protocol().isEmpty()) {
      return Optional.empty();
    }
    int first = services.stream().mapToInt(service -> service[1]).min().orElseThrow();
    int last = services.stream().mapToInt(service -> service[1]).max().orElseThrow();
    return last - first < Math.max(WIDTH, 2 * services.size())
        ? Optional.of(new Ahead(keys, first, last))
        : Optional.empty();
  }

  /**
   * True if at most {@code most} of some services are held, whose lookups of sources are in vain.
   */
  boolean holdsFewOf(Collection<int[]> services, int most) {
    int protocol = keys.protocol().orElseThrow();
    return services.stream()
            .filter(service -> service[0] == protocol && first <= service[1] && service[1] <= last)
            .count()
        <= most;
  }

  /** What was chosen, for people. */
  static Choice choice(String stage, int services, boolean ahead) {
    double gate = Prices.COMPARISON + Prices.PROTOCOL;
    Shape before =
        new Shape(
            "sources before services: who is known pays %.0f ns less, who is not %.0f more, other ports %.0f more%s"
                .formatted(
                    Prices.SERVICES + Prices.GOTO - gate,
                    gate,
                    Prices.COMPARISON + Prices.GOTO,
                    ahead ? "" : " (many, not of one protocol, or not close together)"),
            0,
            services,
            gate + Prices.GOTO + Prices.SERVICES);
    Shape after = new Shape("services, then sources", 0, services, Prices.SERVICES + Prices.GOTO);
    return ahead
        ? new Choice(stage, SUBJECT, before, List.of(after))
        : new Choice(stage, SUBJECT, after, List.of(before));
  }

  /** Appends to {@code chain} what sends all other packets to {@code rest}, most of them first. */
  void lower(RulesetDraft draft, String chain, String rest) {
    List<Expression> outside = new ArrayList<>();
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(first ^ last);
    if (1 << bits <= WIDTH) {
      // Both ports, since the kernel is quick with masks of four bytes alone
      // (nft_bitwise_fast_ops).
      int mask = 0xffff & -(1 << bits);
      outside.add(Loads.ports(R0));
      outside.add(Bitwise.and(R0, Bytes.ofU32(mask)));
      outside.add(new Cmp(R0, Cmp.Op.NEQ, Bytes.ofU32(first & mask)));
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
}
