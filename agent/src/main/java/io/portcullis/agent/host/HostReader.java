package io.portcullis.agent.host;

import io.portcullis.agent.Failures;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.nftables.HookDevice;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftFlowtable;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.TableChain;
import io.portcullis.netlink.route.Link;
import io.portcullis.netlink.route.Qdisc;
import io.portcullis.netlink.route.Rtnetlink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks at the machine, from the network namespace of the calling thread. */
public final class HostReader {

  /** Whose names mean something to us; others are not kept. */
  private static final Set<String> KNOWN =
      Set.of("kube-proxy", "dockerd", "calico-node", "cilium-agent", "firewalld");

  /** Kinds of qdisc that have filters for packets that come in. */
  private static final Set<String> INGRESS = Set.of("clsact", "ingress");

  /** Processes at most that are looked at. */
  private static final int PROCESSES = 100_000;

  private HostReader() {}

  /**
   * All there is to see. What cannot be read, other than nf_tables, is taken for not there.
   *
   * @throws io.portcullis.agent.AgentException without the right to list nf_tables, or without
   *     nf_tables
   */
  public static HostFacts read() {
    Set<String> processes = processes();
    try (NfTables kernel = NfTables.open()) {
      List<NftTable> tables = kernel.tables();
      List<TableChain> chains = kernel.chains();
      Map<String, List<String>> flowtables = new TreeMap<>();
      for (NftTable table : tables) {
        for (NftFlowtable each : kernel.flowtables(table.family(), table.name())) {
          flowtables.put(
              HookList.family(table.family()) + " " + table.name() + "/" + each.name(),
              each.devices().stream().map(HookDevice::toString).toList());
        }
      }
      Map<String, List<String>> programs = new TreeMap<>();
      List<String> links = links(programs);
      return new HostFacts(
          tables,
          chains,
          flowtables,
          links,
          programs,
          legacyTables(),
          processes,
          processes.contains("kube-proxy") ? KubeProxyMode.ask() : Optional.empty(),
          sysctls());
    } catch (NftException e) {
      throw Failures.of(e);
    }
  }

  /** Their names; what is at each of them is put into {@code programs}. */
  private static List<String> links(Map<String, List<String>> programs) {
    try (Rtnetlink route = Rtnetlink.open()) {
      List<Link> links = route.links();
      List<Qdisc> qdiscs = route.qdiscs();
      for (Link link : links) {
        List<String> here = new ArrayList<>();
        link.xdp().ifPresent(id -> here.add("XDP program " + id));
        qdiscs.stream()
            .filter(each -> each.link() == link.index() && INGRESS.contains(each.kind()))
            .forEach(each -> here.add(each.kind()));
        if (!here.isEmpty()) {
          programs.put(link.name().toString(), here);
        }
      }
      return links.stream().map(link -> link.name().toString()).toList();
    } catch (NetlinkException e) {
      return List.of();
    }
  }

  /** {@code /proc/net} is the main thread's, which may be in another namespace than this one. */
  private static Set<String> legacyTables() {
    Set<String> names = new TreeSet<>();
    for (String family : List.of("ip", "ip6")) {
      text(Path.of("/proc/thread-self/net", family + "_tables_names"))
          .ifPresent(text -> text.lines().forEach(name -> names.add(family + " " + name)));
    }
    return names;
  }

  private static Set<String> processes() {
    Set<String> names = new HashSet<>();
    int looked = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : all) {
        if (looked++ == PROCESSES) {
          break;
        }
        text(process.resolve("comm")).filter(KNOWN::contains).ifPresent(names::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Tables and links tell most of it.
    }
    return names;
  }

  private static Map<String, String> sysctls() {
    Map<String, String> values = new HashMap<>();
    for (String name :
        List.of(HostFacts.BRIDGE4, HostFacts.BRIDGE6, HostFacts.TRACKED, HostFacts.TRACKABLE)) {
      text(Path.of("/proc/sys", name)).ifPresent(value -> values.put(name, value));
    }
    return values;
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip());
    } catch (IOException e) {
      // It is not there, has just ended, or is not for this user.
      return Optional.empty();
    }
  }
}
