package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.IcmpSet;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Rules that look up sources and destinations in sets, whole and broken: what is proven agrees with
 * plain reading on every packet of a small world, what is refuted does not.
 */
final class AddressGroupsTest {

  private static final int WORLD = 16;
  private static final List<Action> ACTIONS = List.of(Action.values());
  private static final StageBounds ONE_BY_ONE = new StageBounds(0, 0, 1);

  @Test
  void randomRulesWholeAndBroken() {
    int proven = 0;
    int refuted = 0;
    for (long seed = 1; seed <= 60; seed++) {
      Random random = new Random(seed);
      Family family = random.nextBoolean() ? Family.V4 : Family.V6;
      CompiledPolicy right = compiled(random, family);
      assertThat(Proof.check(right)).as("seed %d", seed).isInstanceOf(ProofResult.Proven.class);
      agrees(right, family, seed);
      for (int i = 0; i < 8; i++) {
        CompiledPolicy broken = broken(right, random).compiled();
        ProofResult result = Proof.check(broken);
        if (result instanceof ProofResult.Refuted found) {
          refuted++;
          assertThat(found.example().expected())
              .as("seed %d", seed)
              .isEqualTo(PlainReading.decide(broken.policy(), found.example().packet()));
        } else {
          proven++;
          assertThat(result).as("seed %d", seed).isInstanceOf(ProofResult.Proven.class);
          agrees(broken, family, seed);
        }
      }
    }
    assertThat(refuted).isGreaterThan(100);
    assertThat(proven).isGreaterThan(20);
  }

  private static Mutant broken(CompiledPolicy right, Random random) {
    List<String> sets =
        right.ruleset().sets().keySet().stream().filter(set -> set.contains("addresses")).toList();
    List<String> chains =
        right.ruleset().chains().keySet().stream()
            .filter(chain -> chain.contains("-tier-"))
            .toList();
    Mutant mutant = new Mutant(right);
    if (random.nextBoolean() && !sets.isEmpty()) {
      String set = sets.get(random.nextInt(sets.size()));
      int at = random.nextInt(right.ruleset().elementsOf(set).size());
      boolean remove = random.nextBoolean();
      return mutant.elements(
          set,
          list -> {
            NftSetElem element = list.remove(at);
            if (!remove) {
              byte[] key = element.key().toArray();
              key[key.length - 1] ^= 8;
              Bytes moved = Bytes.of(key);
              boolean end = (element.flags() & NftSetElem.F_INTERVAL_END) != 0;
              list.add(at, end ? NftSetElem.intervalEnd(moved) : NftSetElem.of(moved));
            }
            return list;
          });
    }
    String chain = chains.get(random.nextInt(chains.size()));
    int at = random.nextInt(right.ruleset().rulesOf(chain).size());
    Optional<NftRule> twice = twice(right.ruleset().rulesOf(chain).get(at), random);
    if (twice.isPresent()) {
      return mutant.rules(
          chain,
          list -> {
            list.set(at, twice.get());
            return list;
          });
    }
    return random.nextBoolean()
        ? mutant.drop(chain, at)
        : mutant.insert(chain, at, random.nextBoolean() ? Hands.ACCEPT : Hands.DROP);
  }

  /** The rule with one more question about an address that is in a register already. */
  private static Optional<NftRule> twice(NftRule rule, Random random) {
    List<Expression> expressions = new ArrayList<>(rule.expressions());
    for (int i = 0; i < expressions.size(); i++) {
      if (expressions.get(i) instanceof Payload load && load.base() == Payload.Base.NETWORK) {
        int test = expressions.get(i + 1) instanceof Bitwise ? i + 2 : i + 1;
        byte[] value = new byte[load.length()];
        int number = random.nextInt(WORLD);
        Bytes.of(address(load.length() == 4 ? Family.V4 : Family.V6, number).toBytes())
            .copyTo(value, 0);
        Cmp.Op op = random.nextBoolean() ? Cmp.Op.GT : Cmp.Op.LTE;
        expressions.add(test + 1, new Cmp(load.dreg(), op, Bytes.of(value)));
        return Optional.of(NftRule.of(rule.chain(), expressions.toArray(Expression[]::new)));
      }
    }
    return Optional.empty();
  }

  private static CompiledPolicy compiled(Random random, Family family) {
    List<AddressSet> sets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sets.add(set(random, family));
    }
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < 4 + random.nextInt(5); i++) {
      MatchBox box =
          new MatchBox(
              family,
              ProtocolSet.of(ProtocolSet.TCP),
              random.nextInt(4) == 0 ? AddressSet.all(family) : sets.get(random.nextInt(4)),
              random.nextBoolean() ? AddressSet.all(family) : sets.get(random.nextInt(4)),
              random.nextInt(3) == 0
                  ? PortSet.of(List.of(new PortSet.Range(1_000, 40_000)))
                  : PortSet.ALL,
              PortSet.of(8080 + random.nextInt(2)),
              IcmpSet.ALL);
      Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
      rules.add(Policies.rule("t", "p" + i, 0, action, box));
    }
    // Two at least are tried one after the other, whatever the others are.
    for (AddressSet set : sets) {
      rules.add(
          Policies.rule(
              "t",
              "q" + rules.size(),
              0,
              rules.size() % 2 == 0 ? Action.ALLOW : Action.DENY,
              new MatchBox(
                  family,
                  ProtocolSet.of(ProtocolSet.TCP),
                  sets.get(0),
                  set,
                  PortSet.ALL,
                  PortSet.of(8080),
                  IcmpSet.ALL)));
    }
    rules.add(
        Policies.rule("t", "rest", 0, Action.DENY, Policies.tcp(Policies.any(family), 8080, 8081)));
    return PolicyCompiler.compile(
        Policies.node(Policies.policy(Policies.tier("t", rules.toArray(EffectiveRule[]::new)))),
        random.nextBoolean() ? StageBounds.DEFAULT : ONE_BY_ONE);
  }

  private static AddressSet set(Random random, Family family) {
    AddressSet.Builder out = AddressSet.builder(family);
    for (int i = 0; i < 2 + random.nextInt(4); i++) {
      int length = family.bits() - random.nextInt(3);
      out.add(Prefix.masking(address(family, random.nextInt(WORLD)), length));
    }
    return out.build();
  }

  private static Address address(Family family, int number) {
    return family == Family.V4
        ? Address.v4(0x0a000000 + number)
        : Address.v6(0x20010db8_0000_0000L, number);
  }

  private static void agrees(CompiledPolicy compiled, Family family, long seed) {
    RulesetInterpreter interpreter = new RulesetInterpreter(compiled.ruleset());
    for (int from = -1; from <= WORLD; from++) {
      for (int to = -1; to <= WORLD; to++) {
        for (int port = 8080; port <= 8081; port++) {
          for (int source : new int[] {999, 1_000}) {
            Packet packet =
                new Packet(
                    "eth0",
                    6,
                    address(family, from),
                    address(family, to),
                    source,
                    port,
                    0,
                    0,
                    ConntrackState.NEW,
                    false);
            assertThat(interpreter.run(packet).dropped())
                .as("seed %d: %s", seed, packet)
                .isEqualTo(PlainReading.decide(compiled.policy(), packet).drops());
          }
        }
      }
    }
  }
}
