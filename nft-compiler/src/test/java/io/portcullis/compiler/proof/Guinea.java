package io.portcullis.compiler.proof;

import io.portcullis.compiler.Policies;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.effective.IcmpSet;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A policy that makes the compiler use all it has; what mutation tests break. */
final class Guinea {

  private static final MatchBox V4 = Policies.any(Family.V4);
  private static final MatchBox V6 = Policies.any(Family.V6);

  private Guinea() {}

  static NodePolicy node() {
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    interfaces.put("eth0", Policies.endpoint("first", first()));
    interfaces.put("eth1", Policies.endpoint("silent", EffectivePolicy.NONE));
    DataplaneSettings settings =
        new DataplaneSettings(
            List.of(
                new Failsafe(6, 22, Optional.empty()),
                new Failsafe(17, 68, Optional.of(Prefix.parse("10.9.0.0/16")))),
            DataplaneSettings.FailsafeScope.LOCAL,
            DataplaneSettings.Loopback.EXEMPT,
            DataplaneSettings.EstablishedFlows.KEEP,
            DataplaneSettings.ConntrackInvalid.DROP,
            true);
    return new NodePolicy(
        "node1", interfaces, Optional.of(Policies.endpoint("others", others())), settings);
  }

  static EffectivePolicy first() {
    MatchBox office = Policies.from(Policies.tcp(V4, 30_080, 30_080), "10.0.0.0/24", "10.1.0.0/16");
    MatchBox watched = Policies.tcp(V4, 30_081, 30_081);
    MatchBox cut = Policies.from(Policies.tcp(V4, 30_081, 30_082), "10.0.0.0/8");
    MatchBox wide = Policies.ports(V4, 17, 10_000, 19_999);
    MatchBox ping = Policies.icmp(V4, IcmpSet.ofType(8));
    MatchBox unreachable = Policies.icmp(V4, IcmpSet.of(3, 4));
    MatchBox exact =
        Policies.to(
            Policies.fromPorts(Policies.tcp(V4, 30_100, 30_100), 1_000, 2_000), "192.0.2.0/24");
    MatchBox several =
        Policies.to(
            Policies.fromPorts(Policies.tcp(V4, 30_100, 30_100), 1, 9),
            "192.0.2.7/32",
            "192.0.2.9/32");
    MatchBox six = Policies.from(Policies.tcp(V6, 30_080, 30_080), "2001:db8::/32");
    return Policies.policy(
        Policies.tier(
            "one",
            Policies.rule("one", "office", 0, Action.ALLOW, office),
            Policies.rule("one", "watch", 0, Action.LOG, watched),
            Policies.rule("one", "cut", 0, Action.DENY, cut),
            Policies.rule("one", "wide", 0, Action.ALLOW, wide),
            Policies.rule("one", "ping", 0, Action.PASS, ping),
            Policies.rule("one", "pmtu", 0, Action.ALLOW, unreachable),
            Policies.rule("one", "exact", 0, Action.DENY, exact),
            Policies.rule("one", "exact", 1, Action.LOG, several),
            Policies.rule("one", "exact", 2, Action.ALLOW, several)),
        Policies.tier(
            "two",
            Policies.rule("two", "six", 0, Action.ALLOW, six),
            Policies.rule("two", "gre", 0, Action.ALLOW, protocol47()),
            Policies.rule("two", "rest", 0, Action.DENY, V4, V6)));
  }

  private static MatchBox protocol47() {
    return Policies.protocols(V4, io.portcullis.policy.effective.ProtocolSet.of(47));
  }

  private static EffectivePolicy others() {
    return Policies.policy(
        Policies.tier("one", Policies.rule("one", "cut", 0, Action.DENY, Policies.tcp(V4, 1, 9))));
  }
}
