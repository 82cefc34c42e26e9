package io.portcullis.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.packet.RawPacket;
import io.portcullis.lab.packet.Transport.SctpInit;
import io.portcullis.lab.packet.Transport.Tcp;
import io.portcullis.lab.packet.Transport.Udp;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Decision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No fragment slips past policy, however a packet is cut. */
class FragmentEvasionKernelTest extends OneOpenPort {

  @ParameterizedTest
  @EnumSource(Family.class)
  void tinyFragmentsOfAnSctpHeaderHideNothing(Family family) throws Exception {
    for (String policy : POLICIES) {
      node.apply(policy);
      wire.survives("sctp open", split(family, new SctpInit(wire.fresh(), OPEN), 8));
      wire.isDropped("sctp shut", split(family, new SctpInit(wire.fresh(), SHUT), 8));
    }
  }

  @Test
  void tinyFragmentsOfATcpHeaderHideNothing() throws Exception {
    for (String policy : POLICIES) {
      node.apply(policy);
      // Eight bytes: the ports are in the first, the flags in the second.
      wire.survives("tcp open", split(Family.V4, Tcp.syn(wire.fresh(), OPEN), 8));
      wire.isDropped("tcp shut", split(Family.V4, Tcp.syn(wire.fresh(), SHUT), 8));
    }
  }

  /**
   * RFC 8200 section 4.5 wants all headers in the first fragment. The kernel leaves one without a
   * whole TCP header as it is ({@code nf_ct_frag6_gather}), and it comes to policy by itself.
   */
  @Test
  void anIpv6FragmentWithPartOfATcpHeaderIsInvalidOrDecidedByItsPort() throws Exception {
    for (String policy : POLICIES) {
      node.apply(policy);
      wire.isDropped("tcp open", split(Family.V6, Tcp.syn(wire.fresh(), OPEN), 8));
      wire.isDropped("tcp shut", split(Family.V6, Tcp.syn(wire.fresh(), SHUT), 8));
      assertThat(node.decidedBy(Decision.Reason.INVALID)).isGreaterThanOrEqualTo(2);
      node.apply(policy, Settings.invalidContinues());
      wire.survives("tcp open", split(Family.V6, Tcp.syn(wire.fresh(), OPEN), 8));
      wire.isDropped("tcp shut", split(Family.V6, Tcp.syn(wire.fresh(), SHUT), 8));
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void partOfAPacketGoesNowhere(Family family) throws Exception {
    for (String policy : POLICIES) {
      node.apply(policy);
      for (int port : new int[] {OPEN, SHUT}) {
        List<byte[]> frames = udp(family, port, 16);
        int last = frames.size() - 1;
        wire.goNowhere("the first fragment alone", frames.subList(0, 1));
        wire.goNowhere("a later fragment alone", udp(family, port, 16).subList(1, 2));
        wire.goNowhere("the last fragment alone", udp(family, port, 16).subList(last, last + 1));
        wire.goNowhere("all but the first", udp(family, port, 16).subList(1, last + 1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void anOverlappingFragmentCannotExchangeThePort(Family family) throws Exception {
    node.apply(POLICIES.get(0));
    int source = wire.fresh();
    int identification = wire.fresh();
    RawPacket open = same(family, source, OPEN, identification);
    RawPacket shut = same(family, source, SHUT, identification);
    List<byte[]> openByTwo = Wire.fragments(open, 16);
    byte[] shutPorts = Wire.fragments(shut, 8).get(0);
    // What is within a fragment that is held already counts as its copy: the first stays.
    List<byte[]> frames = new ArrayList<>(openByTwo);
    frames.add(1, shutPorts);
    wire.survives("ports overwritten", frames);
    assertThat(node.decidedBy("one-open", 1)).isEqualTo(1);
    // What reaches beyond one that is held ends the whole packet.
    frames.remove(shutPorts);
    frames.add(0, shutPorts);
    wire.goNowhere("ports written before", frames);
  }

  private List<byte[]> udp(Family family, int port, int size) {
    return split(family, new Udp(wire.fresh(), port, 3 * size), size);
  }

  private RawPacket same(Family family, int source, int port, int identification) {
    return new RawPacket(
        Wire.office(family),
        node1.address(family),
        List.of(),
        new Udp(source, port, 48),
        identification);
  }
}
