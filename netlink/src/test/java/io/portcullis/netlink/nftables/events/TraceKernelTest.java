package io.portcullis.netlink.nftables.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Notification;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.UdpPair;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.Trace;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The way of real packets, as the kernel tells it. */
final class TraceKernelTest {

  @Test
  void aPacketIsFollowedThroughItsChainsToItsVerdict() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("trace");
        NfTables nft = namespace.call(NfTables::open);
        Subscription<Trace> traces = namespace.call(NftWatch::traces);
        UdpPair udp = UdpPair.open(namespace, "127.0.0.1")) {
      new Programs(namespace::start)
          .load(
              """
              table inet t {
                chain next {
                  meta mark set 0x7
                  meta l4proto udp return
                }
                chain c {
                  type filter hook output priority 0; policy accept;
                  meta nftrace set 1
                  ct state new jump next
                }
              }
              """);
      List<Long> handles =
          nft.dumpWithHandles(NfFamily.INET, "t").orElseThrow().rulesOf("c").stream()
              .map(rule -> rule.handle())
              .toList();

      udp.send("x");

      List<Trace> told = untilPolicy(traces);
      assertThat(told).allSatisfy(step -> assertThat(step.table()).contains("t"));
      assertThat(told).extracting(Trace::id).containsOnly(told.get(0).id());
      // Before the policy newer kernels tell of the chain's end too, as of a rule without a handle.
      assertThat(told)
          .filteredOn(step -> step.rule().isPresent())
          .extracting(step -> step.chain().orElseThrow() + ": " + step.verdict().orElseThrow())
          .containsExactly("c: continue", "c: jump next", "next: continue", "next: return");
      assertThat(told)
          .last()
          .satisfies(
              last -> {
                assertThat(last.chain()).contains("c");
                assertThat(last.type()).isEqualTo(Trace.NFT_TRACETYPE_POLICY);
                assertThat(last.policy()).hasValue(1);
                assertThat(last.mark()).hasValue(7);
              });
      Trace first = told.get(0);
      assertThat(first.rule()).hasValue(handles.get(0));
      assertThat(first.verdict()).contains(Verdict.CONTINUE);
      assertThat(first.nfproto()).hasValue(NfFamily.IPV4.value());
      assertThat(first.packet().network().toString()).startsWith("45");
      assertThat(first.packet().outputInterface()).hasValue(1);
      assertThat(first.packet().inputInterface()).isEmpty();
      assertThat(told.get(1).rule()).hasValue(handles.get(1));
      assertThat(told.get(1).verdict()).contains(Verdict.jump("next"));
      assertThat(told).allSatisfy(step -> assertThat(step.unknown().attributes()).isEmpty());
    }
  }

  private static List<Trace> untilPolicy(Subscription<Trace> traces) {
    List<Trace> told = new ArrayList<>();
    while (told.isEmpty() || told.get(told.size() - 1).policy().isEmpty()) {
      List<Notification<Trace>> polled = traces.poll(Duration.ofSeconds(10));
      assertThat(polled).as("after %s", told).isNotEmpty();
      for (Notification<Trace> next : polled) {
        assertThat(next).isInstanceOf(Notification.Happened.class);
        told.add(((Notification.Happened<Trace>) next).event());
      }
    }
    return told;
  }
}
