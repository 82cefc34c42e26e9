package io.portcullis.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.LinkName;
import io.portcullis.policy.effective.NodePolicy;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The map's keys are the bytes that the kernel compares. */
final class InterfaceKeyTest {

  @Test
  void aKeyIsTheWholeNameInItsOwnBytes() {
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    for (String name :
        List.of("eth0", "fifteen-bytes-x", "k\u00fc", LinkName.of((byte) 'x', (byte) 0xff))) {
      interfaces.put(name, Policies.endpoint("e", Policies.policy()));
    }
    NodePolicy node =
        new NodePolicy("n", interfaces, Optional.empty(), DataplaneSettings.defaults());

    SetElements keys = PolicyCompiler.compile(node).ruleset().elementsOf("endpoints");

    assertThat(IntStream.range(0, keys.size()).mapToObj(keys::get).map(NftSetElem::key))
        .containsExactlyInAnyOrder(
            Bytes.ofHex("65746830" + "0".repeat(24)),
            Bytes.ofHex("6669667465656e2d62797465732d7800"),
            Bytes.ofHex("6bc3bc" + "0".repeat(26)),
            Bytes.ofHex("78ff" + "0".repeat(28)));
  }
}
