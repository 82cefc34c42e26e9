package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.LinkName;
import io.portcullis.policy.resolve.HostLink;
import io.portcullis.testsupport.Programs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of links that are anything but ASCII. */
final class HostLinksNamesKernelTest {

  @Test
  void namesAreTheKernelsBytesWhateverTheirEncoding() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("links")) {
      Programs programs = new Programs(namespace::start);
      // Fifteen bytes, German, and no encoding at all.
      run(programs, "ip link add fifteen-bytes-x type veth peer name \"$(printf 'k\\303\\274')\"");
      run(programs, "ip link add \"$(printf 'x\\377\\200')\" type veth peer name plain");
      run(programs, "ip addr add 192.0.2.7/24 dev fifteen-bytes-x");

      List<HostLink> links = namespace.call(HostLinks::read);

      assertThat(links)
          .contains(new HostLink("fifteen-bytes-x", List.of(Address.parse("192.0.2.7"))))
          .extracting(link -> hex(LinkName.bytes(link.name())))
          .containsExactlyInAnyOrder(
              hex("lo".getBytes(StandardCharsets.US_ASCII)),
              hex("plain".getBytes(StandardCharsets.US_ASCII)),
              hex("fifteen-bytes-x".getBytes(StandardCharsets.US_ASCII)),
              "6bc3bc",
              "78ff80");
    }
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private static void run(Programs programs, String command) throws Exception {
    String unused = programs.feed("sh", "", "-c", command);
  }
}
