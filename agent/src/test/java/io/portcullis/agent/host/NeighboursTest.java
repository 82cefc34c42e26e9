package io.portcullis.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.host.Remark.Level;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.TableChain;
import io.portcullis.netlink.nftables.UserData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of neighbours that cannot be had here, from what they leave to be seen. */
class NeighboursTest {

  private static final NftTable OURS = new NftTable(NfFamily.INET, "portcullis");

  private static HostFacts facts(
      List<NftTable> tables, List<TableChain> chains, List<String> links, Set<String> processes) {
    return new HostFacts(
        tables, chains, Map.of(), links, Map.of(), Set.of(), processes, Optional.empty(), Map.of());
  }

  private static HostFacts links(String... links) {
    return facts(List.of(OURS), List.of(), List.of(links), Set.of());
  }

  private static HostFacts chains(TableChain... chains) {
    return facts(List.of(OURS), List.of(chains), List.of(), Set.of());
  }

  private static TableChain regular(String chain) {
    return new TableChain(NfFamily.IPV4, "nat", NftChain.regular(chain, UserData.NONE));
  }

  private static TableChain base(String type, int priority, BaseHook.ChainPolicy policy) {
    BaseHook hook =
        new BaseHook(type, BaseHook.PRE_ROUTING, priority, policy, Optional.<String>empty());
    return new TableChain(NfFamily.INET, "fw", NftChain.base("pre", hook, UserData.NONE));
  }

  private static Remark about(String subject, HostFacts facts) {
    return Neighbours.of(facts).stream()
        .filter(remark -> remark.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> subjects(HostFacts facts) {
    return Neighbours.of(facts).stream().map(Remark::subject).toList();
  }

  @Test
  void aloneThereIsOnlyOurTableToTellOf() {
    assertThat(subjects(links("lo", "eth0"))).containsExactly("inet portcullis");
    assertThat(about("inet portcullis", links()).level()).isEqualTo(Level.NOTE);
  }

  @Test
  void aTableThatIsMissingOrSwitchedOffGuardsNothing() {
    assertThat(about("inet portcullis", facts(List.of(), List.of(), List.of(), Set.of())))
        .extracting(Remark::level, Remark::meaning)
        .containsExactly(Level.WARNING, "nothing is guarded");
    NftTable off =
        new NftTable(
            NfFamily.INET, "portcullis", NftTable.F_DORMANT, UserData.NONE, UnknownAttributes.NONE);
    HostFacts facts =
        facts(
            List.of(off),
            List.of(
                new TableChain(
                    NfFamily.INET,
                    "portcullis",
                    NftChain.base(
                        "prerouting",
                        new BaseHook(
                            "filter", 0, -101, BaseHook.ChainPolicy.ACCEPT, Optional.empty()),
                        UserData.NONE))),
            List.of(),
            Set.of());
    assertThat(about("inet portcullis", facts).level()).isEqualTo(Level.ERROR);
    assertThat(HookList.of(facts)).isEmpty();
  }

  @Test
  void ciliumWithoutKubeProxyTakesNodePortsBeforePolicy() {
    assertThat(about("Cilium", links("lo", "cilium_host")).level()).isEqualTo(Level.ERROR);
    HostFacts both =
        facts(List.of(OURS), List.of(regular("KUBE-SERVICES")), List.of("cilium_net"), Set.of());
    assertThat(about("Cilium", both).level()).isEqualTo(Level.WARNING);
    assertThat(about("Cilium", facts(List.of(OURS), List.of(), List.of(), Set.of("cilium-agent"))))
        .extracting(Remark::level)
        .isEqualTo(Level.ERROR);
  }

  @Test
  void calicoIsAnErrorOnlyWhereItTakesNodePortsItself() {
    assertThat(about("Calico", links("bpfin.cali", "bpfout.cali")).level()).isEqualTo(Level.ERROR);
    assertThat(about("Calico", chains(regular("cali-PREROUTING"))).level()).isEqualTo(Level.NOTE);
  }

  @Test
  void kubeProxysModeIsTold() {
    assertThat(about("kube-proxy", links("kube-ipvs0")).what()).contains("ipvs");
    assertThat(about("kube-proxy", chains(regular("KUBE-SERVICES"))).what()).contains("iptables");
    NftTable own = new NftTable(NfFamily.IPV4, "kube-proxy");
    assertThat(about("kube-proxy", facts(List.of(own), List.of(), List.of(), Set.of())).what())
        .contains("nftables");
    assertThat(
            about(
                    "kube-proxy",
                    facts(List.of(own), List.of(regular("KUBE-SERVICES")), List.of(), Set.of()))
                .level())
        .isEqualTo(Level.WARNING);
    assertThat(
            about("kube-proxy", facts(List.of(OURS), List.of(), List.of(), Set.of("kube-proxy")))
                .what())
        .contains("cannot be told");
    HostFacts asked =
        new HostFacts(
            List.of(OURS),
            List.of(),
            Map.of(),
            List.of(),
            Map.of(),
            Set.of("ip nat"),
            Set.of("kube-proxy"),
            Optional.of("iptables"),
            Map.of());
    assertThat(about("kube-proxy", asked).what()).isEqualTo("in iptables mode");
    assertThat(about("iptables-legacy", asked).what()).contains("ip nat");
  }

  @Test
  void whatStandsBeforePolicyIsToldByWhatItCanDo() {
    BaseHook.ChainPolicy accept = BaseHook.ChainPolicy.ACCEPT;
    assertThat(about("inet fw pre", chains(base("nat", -102, accept))).level())
        .isEqualTo(Level.ERROR);
    assertThat(about("inet fw pre", chains(base("filter", -101, accept))).level())
        .isEqualTo(Level.WARNING);
    assertThat(about("inet fw pre", chains(base("filter", -150, BaseHook.ChainPolicy.DROP))))
        .extracting(Remark::level)
        .isEqualTo(Level.WARNING);
    assertThat(subjects(chains(base("filter", -150, accept)))).doesNotContain("inet fw pre");
    assertThat(subjects(chains(base("nat", -100, accept)))).doesNotContain("inet fw pre");
  }

  @Test
  void flowtablesBridgesAndAFullTableOfFlowsAreTold() {
    HostFacts facts =
        new HostFacts(
            List.of(OURS),
            List.of(),
            Map.of("inet fw/fast", List.of("eth0", "eth1")),
            List.of("docker0"),
            Map.of("eth0", List.of("XDP program 7", "clsact")),
            Set.of(),
            Set.of("firewalld"),
            Optional.empty(),
            Map.of(
                HostFacts.BRIDGE4, "1",
                HostFacts.TRACKED, "95",
                HostFacts.TRACKABLE, "100"));

    assertThat(subjects(facts))
        .containsExactly(
            "Docker",
            "firewalld",
            "inet portcullis",
            "programs at links",
            "flowtables",
            "br_netfilter",
            "connection tracking");
    assertThat(about("flowtables", facts).what()).isEqualTo("inet fw/fast at eth0 eth1");
    assertThat(about("br_netfilter", facts).level()).isEqualTo(Level.NOTE);
    assertThat(about("connection tracking", facts).level()).isEqualTo(Level.WARNING);
  }
}
