package io.portcullis.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.agent.host.Remark.Level;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is told of neighbours that are really there: programs at links, a Docker engine, firewalld,
 * and what kube-proxy leaves in a kernel, written here by hand.
 *
 * <p>Not here, and judged from facts alone by {@link NeighboursTest}: IPVS and flowtables, which
 * the kernels that this was written on were built without ({@code CONFIG_IP_VS}, {@code
 * CONFIG_NF_FLOW_TABLE}), so that kube-proxy's ipvs mode is a link with its name; Cilium, whose
 * agent needs a cluster and images, so that it is links with its names; Calico's eBPF mode, for the
 * same reason.
 */
@Timeout(120)
class RealNeighboursKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("neighbours");

  @AfterEach
  void close() {
    namespace.close();
  }

  private String must(String... command) {
    return Shell.must(namespace, "", command);
  }

  private Remark about(String subject) throws Exception {
    return Neighbours.of(namespace.call(HostReader::read)).stream()
        .filter(remark -> remark.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  private List<String> subjects() throws Exception {
    return Neighbours.of(namespace.call(HostReader::read)).stream().map(Remark::subject).toList();
  }

  @Test
  void programsAtLinksAreSeen() throws Exception {
    Path program = dir.resolve("xdp-pass");
    Path source = Path.of(System.getProperty("portcullis.root"), "native", "xdp-pass.c");
    String unused = must("gcc", "-o", program.toString(), source.toString());
    unused = must("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth1");
    assertThat(subjects()).doesNotContain("programs at links");
    unused = must("tc", "qdisc", "add", "dev", "eth1", "clsact");

    Process attached =
        namespace.start(new ProcessBuilder(program.toString(), "eth0").redirectErrorStream(true));
    try (BufferedReader out = attached.inputReader()) {
      assertThat(out.readLine()).isEqualTo("attached");

      assertThat(about("programs at links").what())
          .matches("eth0: XDP program [1-9][0-9]*; eth1: clsact");
    } finally {
      attached.destroy();
    }
    assertThat(attached.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(about("programs at links").what()).isEqualTo("eth1: clsact");
  }

  @Test
  void dockerIsSeenWhileItRunsAndByWhatItLeaves() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/dockerd")), "skipped: needs dockerd (docker.io)");
    Process engine =
        namespace.start(
            new ProcessBuilder(
                    "dockerd",
                    "--data-root=" + dir.resolve("data"),
                    "--exec-root=" + dir.resolve("exec"),
                    "--pidfile=" + dir.resolve("pid"),
                    "--host=unix://" + dir.resolve("docker.sock"),
                    "--storage-driver=vfs")
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile()));
    try {
      awaitDocker(engine);
      assertThat(about("Docker").level()).isEqualTo(Level.OK);
      assertThat(about("Docker").what()).isEqualTo("runs");
      assertThat(HookList.of(namespace.call(HostReader::read)))
          .anySatisfy(
              hook -> {
                assertThat(hook.table()).isEqualTo("ip nat");
                assertThat(hook.priority()).isEqualTo(-100);
              });
    } finally {
      engine.destroy();
      assertThat(engine.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(subjects()).contains("Docker");
  }

  private void awaitDocker(Process engine) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    Path log = dir.resolve("log");
    while (!Files.readString(log).contains("API listen on")) {
      assertThat(engine.isAlive()).as(Files.readString(log)).isTrue();
      assertThat(System.nanoTime() - deadline).as(Files.readString(log)).isNegative();
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  void firewalldStandsAfterPolicyAndLeavesOurTableAlone() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/firewalld"))
            && Files.isExecutable(Path.of("/usr/bin/dbus-daemon")),
        "skipped: needs firewalld and dbus-daemon");
    String unused =
        must(
            "nft",
            "add table inet portcullis; add chain inet portcullis prerouting"
                + " { type filter hook prerouting priority -101; }");
    // In mounts and processes of its own: it is started as on a machine without systemd.
    String start =
        """
        mount -t tmpfs tmpfs /run && mkdir /run/dbus && dbus-daemon --system --fork --nopidfile
        firewalld --nofork --nopid & pid=$!
        until firewall-cmd --state 2>/dev/null; do sleep 0.2; done
        while read -r command; do firewall-cmd "$command"; done
        kill $pid
        """;
    Process firewalld =
        namespace.start(
            new ProcessBuilder(
                    "unshare", "--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", start)
                .redirectErrorStream(true));
    try (BufferedReader out = firewalld.inputReader();
        BufferedWriter in = firewalld.outputWriter()) {
      lineWith(out, "running");
      assertThat(about("firewalld").level()).isEqualTo(Level.NOTE);
      assertThat(HookList.of(namespace.call(HostReader::read)))
          .filteredOn(hook -> hook.ours() || hook.chain().startsWith("filter_"))
          .extracting(HookList.Hook::priority)
          .containsExactly(-101, 10);

      in.write("--reload\n--complete-reload\n");
      in.flush();
      lineWith(out, "success");
      lineWith(out, "success");

      assertThat(must("nft", "list", "tables")).contains("inet firewalld", "inet portcullis");
    } finally {
      firewalld.destroyForcibly();
    }
  }

  private static void lineWith(BufferedReader out, String word) throws IOException {
    String line = out.readLine();
    while (line != null && !line.contains(word)) {
      line = out.readLine();
    }
    assertThat(line).as("a line with %s", word).isNotNull();
  }

  @Test
  void kubeProxyIsSeenInEachOfItsModes() throws Exception {
    String iptables =
        """
        *nat
        :KUBE-SERVICES - [0:0]
        :KUBE-NODEPORTS - [0:0]
        :KUBE-SEP-1 - [0:0]
        -A PREROUTING -m comment --comment "service portals" -j KUBE-SERVICES
        -A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
        -A KUBE-NODEPORTS -p tcp -m tcp --dport 30080 -j KUBE-SEP-1
        -A KUBE-SEP-1 -p tcp -m tcp -j DNAT --to-destination 10.0.0.7:8080
        COMMIT
        """;
    String unused = Shell.must(namespace, iptables, "iptables-nft-restore");
    assertThat(about("kube-proxy").what()).isEqualTo("in iptables mode");
    String nft =
        """
        table ip kube-proxy {
          map service-nodeports {
            type inet_proto . inet_service : verdict
            elements = { tcp . 30080 : goto service-a }
          }
          chain service-a {
            meta l4proto tcp dnat to 10.0.0.7:8080
          }
          chain services {
            fib daddr type local meta l4proto . th dport vmap @service-nodeports
          }
          chain nat-prerouting {
            type nat hook prerouting priority dstnat; policy accept;
            jump services
          }
        }
        """;
    unused = Shell.must(namespace, nft, "nft", "-f", "-");
    assertThat(about("kube-proxy").level()).isEqualTo(Level.WARNING);
    unused = must("nft", "delete table ip nat");
    assertThat(about("kube-proxy").what()).isEqualTo("in nftables mode");

    unused = must("ip", "link", "add", "kube-ipvs0", "type", "veth");
    assertThat(about("kube-proxy").what()).isEqualTo("in ipvs mode");
  }

  @Test
  void ciliumIsAnErrorWhereNobodyElseServesNodePorts() throws Exception {
    String unused =
        must("ip", "link", "add", "cilium_host", "type", "veth", "peer", "name", "cilium_net");
    unused = must("tc", "qdisc", "add", "dev", "cilium_host", "clsact");

    assertThat(about("Cilium").level()).isEqualTo(Level.ERROR);
    assertThat(about("programs at links").what()).isEqualTo("cilium_host: clsact");

    unused = must("nft", "add table ip kube-proxy");
    assertThat(about("Cilium").level()).isEqualTo(Level.WARNING);
  }
}
