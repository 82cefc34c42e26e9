package io.portcullis.compiler.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.proof.IncrementalProof;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Sets of how sources begin follow the maps, and the proof holds them to it. */
final class BlocksTest {

  private static final int PORTS = 90;
  private static final int[] LENGTHS = {40, 48, 64, 96, 128};

  private final Random random = new Random(Long.getLong("portcullis.seed", 20_261_129L));

  @Test
  void aBlockComesWithItsFirstSourceAndGoesWithItsLast() {
    List<AddressSet> sources = sources(20);
    IncrementalCompiler compiler = new IncrementalCompiler();
    IncrementalProof proof = new IncrementalProof();
    Compilation last = compiler.next(node(sources));
    compiler.keep(last);
    assertThat(blockSets(last.compiled())).isNotEmpty();
    assertThat(proof.check(last.compiled())).isInstanceOf(ProofResult.Proven.class);
    int come = 0;
    int gone = 0;
    for (int change = 0; change < 60; change++) {
      int at = random.nextInt(PORTS);
      AddressSet more = AddressSet.of(prefix());
      sources.set(at, random.nextBoolean() ? sources.get(at).union(more) : sources(3).get(at));
      Compilation next = compiler.next(node(sources));
      compiler.keep(next);
      assertThat(next.batches()).as("change %s", change).isPresent();
      assertThat(blocks(next.compiled())).isEqualTo(expected(next.compiled()));
      List<NftOperation> operations = next.batches().get().stream().flatMap(List::stream).toList();
      come += count(operations, true);
      gone += count(operations, false);
      assertThat(proof.check(next.compiled(), operations)).isInstanceOf(ProofResult.Proven.class);
    }
    assertThat(come).isGreaterThan(10);
    assertThat(gone).isGreaterThan(10);
  }

  @Test
  void aBlockThatIsMissingIsFoundAndOneTooManyDoesNoHarm() {
    CompiledPolicy compiled = PolicyCompiler.compile(node(sources(20)));
    assertThat(Proof.check(compiled)).isInstanceOf(ProofResult.Proven.class);
    String set = blockSets(compiled).get(0).name();
    ElementBlock all = (ElementBlock) compiled.ruleset().elementsOf(set);

    ProofResult missing =
        Proof.check(compiled, with(compiled.ruleset(), set, all.part(1, all.size())));
    assertThat(missing).isInstanceOf(ProofResult.Refuted.class);

    ElementBlock.Builder more = all.copied(List.of(), all.size() + 1);
    byte[] key = new byte[all.keyLength()];
    java.util.Arrays.fill(key, (byte) 0xee);
    more.add(key);
    ProofResult tooMany = Proof.check(compiled, with(compiled.ruleset(), set, more.build()));
    assertThat(tooMany).isInstanceOf(ProofResult.Proven.class);
  }

  @Test
  void classesOfManyPortsHaveBlocksOfTheirOwn() {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      MatchBox ports = Policies.tcp(Policies.any(Family.V6), 1_000 * i + 1, 1_000 * i + 900);
      rules.add(rule(i, Action.ALLOW, from(ports, some(30))));
    }
    CompiledPolicy compiled = PolicyCompiler.compile(Policies.node(policy(rules)));

    assertThat(blockSets(compiled)).extracting(NftSet::keyLength).containsExactly(8);
    assertThat(Proof.check(compiled)).isInstanceOf(ProofResult.Proven.class);
  }

  private List<AddressSet> sources(int each) {
    List<AddressSet> out = new ArrayList<>();
    for (int i = 0; i < PORTS; i++) {
      out.add(some(each));
    }
    return out;
  }

  private AddressSet some(int count) {
    AddressSet out = AddressSet.none(Family.V6);
    for (int i = 0; i < count; i++) {
      out = out.union(AddressSet.of(prefix()));
    }
    return out;
  }

  /** In one of many blocks, so that some have but one source. */
  private Prefix prefix() {
    int block = random.nextInt(2_000);
    return Prefix.masking(
        Address.v6((0x20010000L + block) << 32 | random.nextInt(1 << 30), random.nextLong()),
        LENGTHS[random.nextInt(5)]);
  }

  private static NodePolicy node(List<AddressSet> sources) {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      MatchBox port = Policies.tcp(Policies.any(Family.V6), 30_000 + i, 30_000 + i);
      rules.add(rule(i, Action.ALLOW, from(port, sources.get(i))));
    }
    rules.add(rule(PORTS, Action.DENY, Policies.tcp(Policies.any(Family.V6), 30_000, 32_767)));
    return Policies.node(policy(rules));
  }

  private static EffectivePolicy policy(List<EffectiveRule> rules) {
    return Policies.policy(Policies.tier("t", rules.toArray(EffectiveRule[]::new)));
  }

  private static EffectiveRule rule(int index, Action action, MatchBox box) {
    return Policies.rule("t", "p", index, action, box);
  }

  private static MatchBox from(MatchBox box, AddressSet sources) {
    return SourcePolicies.from(box, sources);
  }

  private static List<NftSet> blockSets(CompiledPolicy compiled) {
    return compiled.ruleset().sets().values().stream()
        .filter(set -> set.name().endsWith("-blocks"))
        .toList();
  }

  private static Set<Bytes> blocks(CompiledPolicy compiled) {
    TreeSet<Bytes> out = new TreeSet<>();
    SetElements elements = compiled.ruleset().elementsOf(blockSets(compiled).get(0).name());
    for (int i = 0; i < elements.size(); i++) {
      out.add(elements.get(i).key());
    }
    return out;
  }

  /** How the sources begin that are in maps, behind the port. */
  private static Set<Bytes> expected(CompiledPolicy compiled) {
    TreeSet<Bytes> out = new TreeSet<>();
    compiled
        .ruleset()
        .elements()
        .forEach(
            (name, elements) -> {
              for (int i = 0; name.contains("-service-saddr") && i < elements.size(); i++) {
                out.add(elements.get(i).key().slice(4, 8));
              }
            });
    return out;
  }

  private static int count(List<NftOperation> operations, boolean come) {
    int out = 0;
    for (NftOperation operation : operations) {
      if (operation instanceof NftOperation.AddElements add && add.set().endsWith("-blocks")) {
        out += come ? add.elements().size() : 0;
      } else if (operation instanceof NftOperation.DeleteElements delete
          && delete.set().endsWith("-blocks")) {
        out += come ? 0 : delete.elements().size();
      }
    }
    return out;
  }

  private static Ruleset with(Ruleset ruleset, String set, SetElements elements) {
    Map<String, SetElements> all = new LinkedHashMap<>(ruleset.elements());
    all.put(set, elements);
    return new Ruleset(ruleset.table(), ruleset.chains(), ruleset.rules(), ruleset.sets(), all);
  }
}
