package io.portcullis.compiler.proof;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.MatchBox;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One policy for each kind of table that the compiler makes, in either family. */
@SuppressWarnings("ImmutableEnumChecker") // Bounds are a record of numbers.
enum Variants {
  BARE_VERDICTS(Family.V4, false, StageBounds.DEFAULT),
  BARE_VERDICTS_V6(Family.V6, false, StageBounds.DEFAULT),
  COUNTING_ELEMENTS(Family.V4, true, StageBounds.DEFAULT),
  COUNTING_ELEMENTS_V6(Family.V6, true, StageBounds.DEFAULT),
  PORT_FIRST_STAGES(Family.V4, true, new StageBounds(1, 0, 8)),
  PORT_FIRST_STAGES_V6(Family.V6, false, new StageBounds(1, 0, 8)),
  SOURCES_FIRST(Family.V4, false, new StageBounds(2, 0, 1)),
  SOURCES_FIRST_V6(Family.V6, true, new StageBounds(2, 0, 1)),
  RULE_AFTER_RULE(Family.V4, true, new StageBounds(0, 0, 1)),
  RULE_AFTER_RULE_V6(Family.V6, false, new StageBounds(0, 0, 1)),
  NESTS(Family.V4, true, nested()),
  NESTS_V6(Family.V6, false, nested());

  /** More than lead to chains. */
  private static final int LARGE = 1_100;

  /** Networks on top of each other. */
  private static final int NESTED = 20;

  private final Family family;
  private final boolean counters;
  private final StageBounds bounds;

  Variants(Family family, boolean counters, StageBounds bounds) {
    this.family = family;
    this.counters = counters;
    this.bounds = bounds;
  }

  Family family() {
    return family;
  }

  CompiledPolicy compiled() {
    DataplaneSettings settings = Policies.counting(counters);
    EffectivePolicy policy =
        bounds.equals(StageBounds.DEFAULT)
            ? large()
            : bounds.equals(nested()) ? nests(family == Family.V4) : shared();
    return PolicyCompiler.compile(Policies.node(policy, settings), bounds);
  }

  /** One port; of its sources, one half may and the other may not. */
  private EffectivePolicy large() {
    return Policies.policy(
        Policies.tier(
            "t",
            Policies.rule("t", "p", 0, Action.ALLOW, from(8080, 0, LARGE / 2)),
            Policies.rule("t", "p", 1, Action.DENY, from(8080, LARGE / 2, LARGE)),
            Policies.rule("t", "rest", 0, Action.DENY, Policies.tcp(any(), 8080, 8090))));
  }

  /** Bounds in which networks within networks fit if they share their rules, and not otherwise. */
  private static StageBounds nested() {
    return new StageBounds(1, 100, 1);
  }

  /** Networks within networks, with ports within ports, from inside out or from outside in. */
  private EffectivePolicy nests(boolean insideOut) {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < NESTED; i++) {
      int step = family.bits() / 32;
      int length = step * (insideOut ? 32 - i : 12 + i);
      String top = family == Family.V4 ? "10.171.205.67" : "2001:db8:abcd:1234:5678:9abc:def0:1357";
      Action action = i % 2 == 0 ? Action.ALLOW : Action.DENY;
      MatchBox ports = Policies.tcp(any(), 8_100 - i, 8_101 + i);
      rules.add(
          Policies.rule(
              "t",
              "n" + i,
              0,
              action,
              Policies.from(ports, Prefix.masking(Address.parse(top), length).toString())));
    }
    rules.add(Policies.rule("t", "rest", 0, Action.DENY, Policies.tcp(any(), 8_080, 8_130)));
    return Policies.policy(Policies.tier("t", rules.toArray(EffectiveRule[]::new)));
  }

  /** Sets that ports share, a blocklist amid them, and a rest that is denied. */
  private EffectivePolicy shared() {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int port = 0; port < 6; port++) {
      for (int set = 0; set < 3; set++) {
        Action action = (port + set) % 3 == 0 ? Action.DENY : Action.ALLOW;
        rules.add(
            Policies.rule(
                "t", "p" + port, set, action, from(8080 + 2 * port, 10 * set, 10 * set + 14)));
      }
      if (port == 2) {
        rules.add(Policies.rule("t", "block", 0, Action.DENY, sources(any(), 4, 30)));
      }
    }
    rules.add(Policies.rule("t", "rest", 0, Action.DENY, Policies.tcp(any(), 8080, 8099)));
    return Policies.policy(Policies.tier("t", rules.toArray(EffectiveRule[]::new)));
  }

  private MatchBox any() {
    return Policies.any(family);
  }

  private MatchBox from(int port, int first, int end) {
    return sources(Policies.tcp(any(), port, port), first, end);
  }

  private MatchBox sources(MatchBox box, int first, int end) {
    boolean v4 = family == Family.V4;
    return Policies.from(
        box,
        IntStream.range(first, end)
            .mapToObj(
                i ->
                    v4
                        ? "10." + i / 100 + "." + 2 * (i % 100) + ".0/24"
                        : "2001:db8:" + Integer.toHexString(2 * i) + "::/48")
            .toArray(String[]::new));
  }
}
