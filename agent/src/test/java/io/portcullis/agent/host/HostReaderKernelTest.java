package io.portcullis.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.host.HookList.Hook;
import io.portcullis.agent.host.Remark.Level;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A machine as it is seen from the network namespace that is asked about. */
class HostReaderKernelTest {

  private final NetworkNamespace namespace = NetworkNamespace.create("host");

  @AfterEach
  void close() {
    namespace.close();
  }

  private HostFacts read() throws Exception {
    return namespace.call(HostReader::read);
  }

  private void nft(String script) {
    String unused = Shell.must(namespace, script, "nft", "-f", "-");
  }

  private List<String> subjects() throws Exception {
    return Neighbours.of(read()).stream().map(Remark::subject).toList();
  }

  @Test
  void anEmptyNamespaceHasNobodyOnTheHooks() throws Exception {
    HostFacts facts = read();

    assertThat(facts.tables()).isEmpty();
    assertThat(facts.legacyTables()).isEmpty();
    assertThat(facts.links()).containsExactly("lo");
    assertThat(HookList.of(facts)).isEmpty();
    assertThat(Neighbours.of(facts))
        .filteredOn(remark -> remark.subject().equals("inet portcullis"))
        .extracting(Remark::level)
        .containsExactly(Level.WARNING);
  }

  @Test
  void hooksAreListedInTheOrderInWhichPacketsMeetThem() throws Exception {
    nft(
        """
        table ip nat {
          chain PREROUTING { type nat hook prerouting priority -100; }
          chain POSTROUTING { type nat hook postrouting priority 100; }
          chain KUBE-SERVICES { }
        }
        table inet portcullis {
          chain prerouting { type filter hook prerouting priority -101; }
        }
        table ip6 early {
          chain pre { type filter hook prerouting priority -300; policy drop; }
        }
        table netdev dev {
          chain in { type filter hook ingress device lo priority 5; }
        }
        table inet asleep {
          flags dormant
          chain pre { type filter hook prerouting priority -500; }
        }
        """);

    assertThat(HookList.of(read()))
        .containsExactly(
            new Hook("netdev dev", "in", "filter", true, 5, false, false),
            new Hook("ip6 early", "pre", "filter", false, -300, true, false),
            new Hook("inet portcullis", "prerouting", "filter", false, -101, false, true),
            new Hook("ip nat", "PREROUTING", "nat", false, -100, false, false));
    assertThat(subjects()).contains("kube-proxy", "ip6 early pre", "netdev dev in");
  }

  @Test
  void iptablesIsSeenWhicheverItIs() throws Exception {
    String unused =
        Shell.must(namespace, "", "iptables-nft", "-t", "mangle", "-N", "cali-PREROUTING");
    assertThat(subjects()).contains("Calico").doesNotContain("iptables-legacy");

    unused = Shell.must(namespace, "", "iptables-legacy", "-t", "nat", "-N", "KUBE-SERVICES");

    assertThat(read().legacyTables()).containsExactly("ip nat");
    assertThat(subjects()).contains("iptables-legacy");
  }

  @Test
  void bridgedFramesAreToldOfWhereTheyPassNetfilter() throws Exception {
    HostFacts facts = read();
    boolean bridged = "1".equals(facts.sysctls().getOrDefault(HostFacts.BRIDGE4, "0"));

    assertThat(subjects().contains("br_netfilter")).isEqualTo(bridged);
    assertThat(facts.sysctls()).containsKey(HostFacts.TRACKABLE);
  }

  @Test
  void thisKernelCanDoAllThatPolicyNeeds() {
    assertThat(KernelTrials.run()).filteredOn(remark -> remark.level() == Level.ERROR).isEmpty();
    assertThat(KernelTrials.run())
        .extracting(Remark::subject)
        .contains("nf_tables", "networks", "owned table", "conntrack");
  }
}
