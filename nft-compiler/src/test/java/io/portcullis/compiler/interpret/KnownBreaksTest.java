package io.portcullis.compiler.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Log;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered of rules that broke off is no more than what holds. */
final class KnownBreaksTest {

  private static final Register R0 = Register.R0;

  @Test
  void aRuleThatLogsBeforeItBreaksOffLogsEachTime() {
    RulesetInterpreter interpreter =
        new RulesetInterpreter(
            Hand.base()
                .rule(
                    "base",
                    Log.syslog("p", Log.NFT_LOGLEVEL_INFO),
                    new Payload(R0, Payload.Base.TRANSPORT, 2, 2),
                    new Cmp(R0, Cmp.Op.EQ, Bytes.ofU16(80)),
                    new Immediate.Verdict(Verdict.DROP))
                .ruleset());
    Trace trace = new Trace();

    for (int run = 0; run < 3; run++) {
      Packet packet = packet("eth0", 443);
      assertThat(interpreter.run(packet, trace, RegionTest.everythingFrom(packet))).isFalse();
      assertThat(trace.logCount()).isEqualTo(1);
    }
  }

  @Test
  void lowerPortsAndOtherInterfacesAreAskedForAgain() {
    RulesetInterpreter interpreter =
        new RulesetInterpreter(
            droppingPort80()
                .rule(
                    "base",
                    new Meta(R0, Meta.IIFNAME),
                    new Cmp(R0, Cmp.Op.EQ, Bytes.ofHex("65746831" + "00".repeat(12))),
                    new Immediate.Verdict(Verdict.DROP))
                .ruleset());

    assertThat(drops(interpreter, packet("eth0", 443))).isFalse();
    assertThat(drops(interpreter, packet("eth0", 500))).isFalse();
    assertThat(drops(interpreter, packet("eth0", 80))).isTrue();
    assertThat(drops(interpreter, packet("eth0", 79))).isFalse();
    assertThat(drops(interpreter, packet("eth0", 80))).isTrue();
    assertThat(drops(interpreter, packet("eth1", 443))).isTrue();
  }

  @Test
  void theRegionIsNarrowedAsIfTheRuleHadRun() {
    RulesetInterpreter interpreter = new RulesetInterpreter(droppingPort80().ruleset());
    Trace trace = new Trace();
    for (int port : List.of(10, 20)) {
      Packet packet = packet("eth0", port);
      Region region = RegionTest.everythingFrom(packet);
      boolean dropped = interpreter.run(packet, trace, region);
      assertThat(dropped).isFalse();
      assertThat(region.lastLow(Dimension.DESTINATION_PORT)).isEqualTo(79);
      assertThat(region.lastLow(Dimension.PROTOCOL)).isEqualTo(255);
      assertThat(region.asked())
          .isEqualTo(Dimension.DESTINATION_PORT.bit() | Dimension.PROTOCOL.bit());
    }
  }

  private static Hand droppingPort80() {
    return Hand.base()
        .rule(
            "base",
            new Payload(R0, Payload.Base.TRANSPORT, 2, 2),
            new Cmp(R0, Cmp.Op.EQ, Bytes.ofU16(80)),
            new Immediate.Verdict(Verdict.DROP));
  }

  private static boolean drops(RulesetInterpreter interpreter, Packet packet) {
    return interpreter.run(packet, new Trace(), RegionTest.everythingFrom(packet));
  }

  private static Packet packet(String in, int port) {
    return new Packet(
        in,
        6,
        Address.parse("10.0.0.1"),
        Address.parse("10.0.0.2"),
        40_000,
        port,
        0,
        0,
        ConntrackState.NEW,
        false);
  }
}
