package io.portcullis.netlink.route;

import java.util.Optional;

/**
 * Which table routes which packets: {@code struct fib_rule_hdr} and some of {@code FRA_*}, as
 * {@code ip rule} shows them. All that is given must hold of a packet.
 *
 * @param source of the packet; of the same family as the destination
 * @param destination of the packet
 * @param input name of the link that it came in on; may name none that is there
 * @param output name of the link that its socket is bound to
 * @param mark of the packet, under the mask
 * @param mask 0 for any mark
 * @param priority lower ones come first, unsigned; 0 has the kernel choose when adding
 * @param table {@code RT_TABLE_*}, for {@link #FR_ACT_TO_TBL}
 * @param action {@code FR_ACT_*}
 * @param inverted true to match all other packets: {@code FIB_RULE_INVERT}
 */
public record RoutingRule(
    InetPrefix source,
    InetPrefix destination,
    Optional<LinkName> input,
    Optional<LinkName> output,
    int mark,
    int mask,
    int priority,
    int table,
    int action,
    boolean inverted) {

  /** Route by the table; go on with the next rule where that has no route. */
  public static final int FR_ACT_TO_TBL = 1;

  /** Drop without a word. */
  public static final int FR_ACT_BLACKHOLE = 6;

  /** Refuse: no route to it. */
  public static final int FR_ACT_UNREACHABLE = 7;

  /** Refuse: forbidden. */
  public static final int FR_ACT_PROHIBIT = 8;

  public RoutingRule {
    if (source.family() != destination.family()) {
      throw new IllegalArgumentException(
          "a rule from " + source + " to " + destination + " mixes IPv4 and IPv6");
    }
  }

  /** Packets from {@code source} are routed by {@code table}. */
  public static RoutingRule from(InetPrefix source, int table, int priority) {
    InetPrefix all = source.address().length() == 4 ? InetPrefix.ALL_V4 : InetPrefix.ALL_V6;
    return new RoutingRule(
        source,
        all,
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        priority,
        table,
        FR_ACT_TO_TBL,
        false);
  }

  /** The same, for packets that also have {@code mark} under {@code mask}. */
  public RoutingRule withMark(int mark, int mask) {
    return new RoutingRule(
        source, destination, input, output, mark, mask, priority, table, action, inverted);
  }

  /** The same, for packets that also came in on that link. */
  public RoutingRule withInput(LinkName link) {
    return new RoutingRule(
        source,
        destination,
        Optional.of(link),
        output,
        mark,
        mask,
        priority,
        table,
        action,
        inverted);
  }
}
