package io.portcullis.agent.host;

import io.portcullis.compiler.lower.NodeLowering;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.TableChain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Who gets packets that come in before they are routed, in that order. */
public final class HookList {

  /** {@code NF_NETDEV_INGRESS}, and {@code NF_INET_INGRESS}. */
  private static final int NETDEV_INGRESS = 0;

  private static final int INET_INGRESS = 5;

  private HookList() {}

  /**
   * A base chain.
   *
   * @param table with its family, such as {@code inet portcullis}
   * @param chain its name
   * @param type {@code filter}, {@code nat} or {@code route}
   * @param ingress whether it stands before prerouting altogether, at a device
   * @param priority lower comes first
   * @param drops whether it drops what its rules do not accept
   * @param ours whether it is policy's
   */
  public record Hook(
      String table,
      String chain,
      String type,
      boolean ingress,
      int priority,
      boolean drops,
      boolean ours) {}

  /** Those that packets meet; a table that is switched off has none. */
  public static List<Hook> of(HostFacts facts) {
    List<Hook> found = new ArrayList<>();
    for (TableChain each : facts.chains()) {
      each.chain()
          .base()
          .filter(base -> meetsPackets(each, base) && !isDormant(facts, each))
          .ifPresent(base -> found.add(hook(each, base)));
    }
    found.sort(
        Comparator.comparing((Hook hook) -> !hook.ingress())
            .thenComparingInt(Hook::priority)
            .thenComparing(Hook::table)
            .thenComparing(Hook::chain));
    return List.copyOf(found);
  }

  private static Hook hook(TableChain each, BaseHook base) {
    return new Hook(
        family(each.family()) + " " + each.table(),
        each.chain().name(),
        base.type(),
        isIngress(each.family(), base),
        base.priority(),
        base.policy() == BaseHook.ChainPolicy.DROP,
        isOurs(each.family(), each.table()));
  }

  private static boolean meetsPackets(TableChain each, BaseHook base) {
    return switch (each.family()) {
      case INET -> base.hooknum() == BaseHook.PRE_ROUTING || base.hooknum() == INET_INGRESS;
      case IPV4, IPV6 -> base.hooknum() == BaseHook.PRE_ROUTING;
      case NETDEV -> base.hooknum() == NETDEV_INGRESS;
      default -> false;
    };
  }

  private static boolean isIngress(NfFamily family, BaseHook base) {
    return family == NfFamily.NETDEV || base.hooknum() == INET_INGRESS;
  }

  private static boolean isDormant(HostFacts facts, TableChain chain) {
    return facts.tables().stream()
        .anyMatch(
            table ->
                table.family() == chain.family()
                    && table.name().equals(chain.table())
                    && (table.flags() & NftTable.F_DORMANT) != 0);
  }

  static boolean isOurs(NfFamily family, String table) {
    return family == NfFamily.INET && table.equals(NodeLowering.TABLE);
  }

  /** As {@code nft} writes it. */
  static String family(NfFamily family) {
    return switch (family) {
      case IPV4 -> "ip";
      case IPV6 -> "ip6";
      default -> family.name().toLowerCase(Locale.ROOT);
    };
  }
}
