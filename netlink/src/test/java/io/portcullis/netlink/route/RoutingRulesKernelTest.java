package io.portcullis.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Rules as the kernel holds them, and as {@code ip rule} shows them. */
final class RoutingRulesKernelTest {

  private static final InetPrefix V4 = new InetPrefix(Bytes.ofHex("0a010000"), 16);
  private static final InetPrefix V6 =
      new InetPrefix(Bytes.ofHex("fd000000000000000000000000000000"), 8);

  @AutoClose private final NetworkNamespace namespace = NetworkNamespace.create("rules");
  @AutoClose private final Rtnetlink route;
  private final Programs programs;

  RoutingRulesKernelTest() throws Exception {
    route = namespace.call(Rtnetlink::open);
    programs = new Programs(namespace::start);
  }

  @Test
  void rulesAreReadBackAsTheyWereAddedAndDeleted() throws Exception {
    List<RoutingRule> before = route.rules();
    assertThat(before)
        .extracting(RoutingRule::table)
        .contains(Route.RT_TABLE_LOCAL, Route.RT_TABLE_MAIN);
    List<RoutingRule> added =
        List.of(
            RoutingRule.from(V4, 100, 10),
            RoutingRule.from(V4, 4711, 11).withMark(0x10, 0xf0),
            RoutingRule.from(V6, 100, 12).withInput(LinkName.of("lo")),
            new RoutingRule(
                InetPrefix.ALL_V4,
                V4,
                Optional.empty(),
                Optional.of(LinkName.of("eth7")),
                0,
                0,
                13,
                Route.RT_TABLE_MAIN,
                RoutingRule.FR_ACT_TO_TBL,
                true),
            new RoutingRule(
                InetPrefix.ALL_V6,
                V6,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                14,
                0,
                RoutingRule.FR_ACT_PROHIBIT,
                false));

    added.forEach(route::add);

    assertThat(programs.feed("ip", "", "rule"))
        .containsPattern("10:\\s+from 10.1.0.0/16 lookup 100")
        .containsPattern("11:\\s+from 10.1.0.0/16 fwmark 0x10/0xf0 lookup 4711")
        .containsPattern(
            "13:\\s+not from all to 10.1.0.0/16 oif eth7( \\[detached\\])? lookup main");
    assertThat(programs.feed("ip", "", "-6", "rule"))
        .containsPattern("12:\\s+from fd00::/8 iif lo lookup 100")
        .containsPattern("14:\\s+from all to fd00::/8 prohibit");
    List<RoutingRule> now = new ArrayList<>(route.rules());
    now.removeAll(before);
    assertThat(now).containsExactlyInAnyOrderElementsOf(added);

    added.forEach(route::delete);

    assertThat(route.rules()).containsExactlyElementsOf(before);
    assertThatThrownBy(() -> route.delete(added.get(0)))
        .hasMessageStartingWith("deleting a routing rule from 10.1.0.0/16 to 0.0.0.0/0: ENOENT");
  }
}
