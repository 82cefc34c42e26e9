package io.portcullis.agent.host;

import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.TableChain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was seen of a machine, in one network namespace.
 *
 * @param tables of nf_tables, those of iptables-nft among them
 * @param chains of all these tables
 * @param flowtables as {@code inet table/flowtable}, with the devices that each stands at
 * @param links by name
 * @param programs what may take packets at a link before all hooks, by the link's name: {@code XDP
 *     program 7}, {@code clsact}
 * @param legacyTables of the older iptables, as {@code ip nat}; their rules cannot be listed
 * @param processes by name, of the whole machine as far as this process sees it
 * @param kubeProxyMode what kube-proxy itself says; empty if it was not asked or did not answer
 * @param sysctls by path below {@code /proc/sys}; those that are not there are absent
 */
public record HostFacts(
    List<NftTable> tables,
    List<TableChain> chains,
    Map<String, List<String>> flowtables,
    List<String> links,
    Map<String, List<String>> programs,
    Set<String> legacyTables,
    Set<String> processes,
    Optional<String> kubeProxyMode,
    Map<String, String> sysctls) {

  static final String BRIDGE4 = "net/bridge/bridge-nf-call-iptables";
  static final String BRIDGE6 = "net/bridge/bridge-nf-call-ip6tables";
  static final String TRACKED = "net/netfilter/nf_conntrack_count";
  static final String TRACKABLE = "net/netfilter/nf_conntrack_max";

  public HostFacts {
    tables = List.copyOf(tables);
    chains = List.copyOf(chains);
    flowtables = Map.copyOf(flowtables);
    links = List.copyOf(links);
    programs = Map.copyOf(programs);
    legacyTables = Set.copyOf(legacyTables);
    processes = Set.copyOf(processes);
    sysctls = Map.copyOf(sysctls);
  }

  /** Whether a table of any family has that name. */
  boolean hasTable(String name) {
    return tables.stream().anyMatch(table -> table.name().equals(name));
  }

  /** Whether any table has a chain of that name. */
  boolean hasChain(String prefix) {
    return chains.stream().anyMatch(each -> each.chain().name().startsWith(prefix));
  }

  boolean hasLink(String prefix) {
    return links.stream().anyMatch(name -> name.startsWith(prefix));
  }

  boolean runs(String process) {
    return processes.contains(process);
  }

  boolean isOn(String sysctl) {
    return "1".equals(sysctls.get(sysctl));
  }
}
