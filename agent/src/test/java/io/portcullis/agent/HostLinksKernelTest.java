package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.LinkName;
import io.portcullis.policy.resolve.HostLink;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostLinksKernelTest {

  @Test
  void linksOfTheThreadsOwnNamespaceByNameWithBothFamilies() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("host-links")) {
      ip(namespace, "link add zeta type veth peer name alpha");
      ip(namespace, "link set zeta up");
      ip(namespace, "link set alpha up");
      ip(namespace, "addr add 192.0.2.1/24 dev zeta");
      ip(namespace, "addr add 198.51.100.7/32 dev zeta label zeta:1");
      ip(namespace, "addr add 2001:db8::7/64 dev zeta nodad");

      List<HostLink> links = namespace.call(HostLinks::read);

      assertThat(links).extracting(HostLink::name).containsExactly("alpha", "lo", "zeta");
      assertThat(addresses(links, "zeta"))
          .contains(address("192.0.2.1"), address("198.51.100.7"), address("2001:db8::7"))
          .doesNotHaveDuplicates();
      assertThat(addresses(links, "alpha"))
          .doesNotContain(address("192.0.2.1"), address("2001:db8::7"));
      assertThat(links)
          .as("the links of the process's own namespace are others")
          .isNotEqualTo(HostLinks.read());
    }
  }

  @Test
  void aLinkIsThereBeforeItIsUpAndAddressed() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("host-links")) {
      ip(namespace, "link add early type veth peer name other");
      ip(namespace, "addr add 192.0.2.9/24 dev other");

      List<HostLink> links = namespace.call(HostLinks::read);

      assertThat(links)
          .contains(
              new HostLink("early", List.of()),
              new HostLink("other", List.of(address("192.0.2.9"))));
    }
  }

  @Test
  void loopbackOfTheProcessesNamespaceDoesNotLeakIn() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("host-links")) {
      assertThat(namespace.call(HostLinks::read)).contains(new HostLink("lo", List.of()));
      ip(namespace, "link set lo up");
      assertThat(namespace.call(HostLinks::read))
          .contains(new HostLink("lo", List.of(address("127.0.0.1"), address("::1"))));
    }
  }

  @Test
  void namesAreTheKernelsBytesWhateverTheirEncoding() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("host-links")) {
      // Fifteen bytes, German, and no encoding at all.
      sh(namespace, "ip link add fifteen-bytes-x type veth peer name \"$(printf 'k\\303\\274')\"");
      sh(namespace, "ip link add \"$(printf 'x\\377\\200')\" type veth peer name plain");
      sh(namespace, "ip addr add 2001:db8::7/64 dev \"$(printf 'x\\377\\200')\" nodad");
      sh(namespace, "ip addr add 192.0.2.7/24 dev \"$(printf 'k\\303\\274')\"");

      List<HostLink> links = namespace.call(HostLinks::read);

      assertThat(links)
          .extracting(link -> HexFormat.of().formatHex(LinkName.bytes(link.name())))
          .containsExactlyInAnyOrder(
              HexFormat.of().formatHex("lo".getBytes(StandardCharsets.US_ASCII)),
              HexFormat.of().formatHex("plain".getBytes(StandardCharsets.US_ASCII)),
              HexFormat.of().formatHex("fifteen-bytes-x".getBytes(StandardCharsets.US_ASCII)),
              "6bc3bc",
              "78ff80");
      assertThat(addresses(links, "k\u00fc")).containsExactly(address("192.0.2.7"));
      assertThat(addresses(links, LinkName.of((byte) 'x', (byte) 0xff, (byte) 0x80)))
          .containsExactly(address("2001:db8::7"));
    }
  }

  private static void sh(NetworkNamespace namespace, String command) {
    assertThat(Shell.run(namespace, "", "sh", "-c", command))
        .isEqualTo(new Shell.Result(0, "", ""));
  }

  private static void ip(NetworkNamespace namespace, String arguments) {
    String[] command = ("ip " + arguments).split(" ");
    assertThat(Shell.run(namespace, "", command)).isEqualTo(new Shell.Result(0, "", ""));
  }

  private static List<Address> addresses(List<HostLink> links, String name) {
    return links.stream()
        .filter(link -> link.name().equals(name))
        .flatMap(link -> link.addresses().stream())
        .toList();
  }

  private static Address address(String text) {
    return Address.parse(text);
  }
}
