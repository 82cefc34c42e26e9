package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostLinksNamespaceKernelTest {

  @Test
  void bothFamiliesAreThoseOfTheCallingThreadsNamespace() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("links")) {
      Shell.must(
          namespace,
          """
          link add eth0 type veth peer name eth1
          link set dev eth0 addrgenmode none
          link set dev eth0 up
          addr add 192.0.2.11/24 dev eth0
          addr add 2001:db8:2::11/64 dev eth0 nodad
          """,
          "ip",
          "-batch",
          "-");

      assertThat(namespace.call(HostLinks::read))
          .containsExactly(
              new HostLink(
                  "eth0", List.of(Address.parse("192.0.2.11"), Address.parse("2001:db8:2::11"))),
              new HostLink("eth1", List.of()),
              new HostLink("lo", List.of()));
    }
  }
}
