package io.portcullis.compiler.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.RandomPackets;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who goes on from where ways part comes to what comes of going all of it. */
final class ForkTest {

  private static final List<Dimension> VARYING =
      List.of(Dimension.SOURCE, Dimension.DESTINATION, Dimension.FIRST_WORD);
  private static final boolean[] NO_STOPS = {};

  @Test
  void theRestOfTheWayIsThatOfTheWholeWay() {
    int shorter = 0;
    for (long seed = 1; seed <= 80; seed++) {
      RulesetInterpreter interpreter =
          new RulesetInterpreter(
              PolicyCompiler.compile(Policies.node(new RandomPolicies(seed).policy())).ruleset());
      RandomPackets packets = new RandomPackets(seed);
      Random random = new Random(seed);
      Fork fork = new Fork(bits(VARYING));
      Trace trace = new Trace();
      for (int i = 0; i < 100; i++) {
        Packet first = packets.any();
        Region region = RegionTest.everythingFrom(first);
        boolean unused = interpreter.run(first, trace, region, interpreter.start(), NO_STOPS, fork);
        shorter += fork.at().steps > 0 ? 1 : 0;
        for (int j = 0; j < 5; j++) {
          Packet other = like(first, packets, random);
          Region whole = RegionTest.everythingFrom(other);
          keepShared(region, whole);
          Region rest = new Region();
          rest.set(whole);
          boolean dropped = interpreter.onwards(fork, trace, rest, NO_STOPS);
          String got = told(dropped, trace, rest);

          Trace all = new Trace();
          boolean expected = interpreter.run(other, all, whole);
          assertThat(got)
              .as("seed %d, %s after %s", seed, other, first)
              .isEqualTo(told(expected, all, whole));
        }
      }
    }
    assertThat(shorter).isPositive();
  }

  private static int bits(List<Dimension> dimensions) {
    return dimensions.stream().mapToInt(Dimension::bit).sum();
  }

  /** A packet that differs in addresses and source port, or some of these. */
  private static Packet like(Packet first, RandomPackets packets, Random random) {
    Packet other = packets.any();
    boolean alike = other.family() == first.family();
    boolean words = other.protocol() == first.protocol() && alike && random.nextBoolean();
    return new Packet(
        first.inInterface(),
        first.protocol(),
        alike && random.nextBoolean() ? other.source() : first.source(),
        alike && random.nextBoolean() ? other.destination() : first.destination(),
        words ? other.sourcePort() : first.sourcePort(),
        first.destinationPort(),
        words ? other.icmpType() : first.icmpType(),
        words ? other.icmpCode() : first.icmpCode(),
        first.state(),
        first.toLocal());
  }

  private static void keepShared(Region from, Region to) {
    for (Dimension of : Dimension.values()) {
      if (!VARYING.contains(of)) {
        to.set(of, from.high(of), from.low(of), from.lastHigh(of), from.lastLow(of));
      }
    }
  }

  /** All that a run says. */
  private static String told(boolean dropped, Trace trace, Region region) {
    List<Object> out = new ArrayList<>(List.of(dropped, trace.decider(), trace.comment(), region));
    out.add(trace.isByElement());
    for (int i = 0; i < trace.length(); i++) {
      out.add("rule " + trace.ruleAt(i));
    }
    for (int i = 0; i < trace.logCount(); i++) {
      out.add("log " + trace.logAt(i));
    }
    for (int i = 0; i < trace.entryCount(); i++) {
      out.add("entry " + trace.entryChain(i) + " " + trace.entryAsked(i));
    }
    for (int i = 0; i < trace.counterCount(); i++) {
      out.add("counter " + trace.counterSet(i) + " " + trace.counterNumber(i));
    }
    return out.toString();
  }
}
