package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every kind of table with something changed, rule by rule and, of large maps, every so many
 * elements: what the proof lets pass changes the verdict of no packet at the corners of policy.
 */
final class VariantMutationTest {

  /** So many elements of each set are changed. */
  private static final int ELEMENTS = 8;

  @ParameterizedTest
  @EnumSource
  void whatChangesAVerdictIsRefuted(Variants variant) {
    CompiledPolicy right = variant.compiled();
    assertThat(Proof.check(right)).isInstanceOf(ProofResult.Proven.class);
    List<Packet> packets = corners(right, variant.family());
    Map<String, Mutant> mutants = new LinkedHashMap<>();
    right.ruleset().sets().keySet().forEach(set -> ofElements(right, set, mutants));
    right.ruleset().chains().keySet().forEach(chain -> ofRules(right, chain, mutants));

    int refuted = 0;
    for (Map.Entry<String, Mutant> mutant : mutants.entrySet()) {
      CompiledPolicy compiled = mutant.getValue().compiled();
      ProofResult result = Proof.check(compiled);
      RulesetInterpreter interpreter = new RulesetInterpreter(compiled.ruleset());
      if (result instanceof ProofResult.Refuted found) {
        refuted++;
        Packet packet = found.example().packet();
        assertThat(found.example().expected())
            .as(mutant.getKey())
            .isEqualTo(PlainReading.decide(compiled.policy(), packet));
      } else if (result instanceof ProofResult.Proven) {
        for (Packet packet : packets) {
          assertThat(interpreter.run(packet).dropped())
              .as("%s: %s", mutant.getKey(), packet)
              .isEqualTo(PlainReading.decide(compiled.policy(), packet).drops());
        }
      }
    }
    assertThat(refuted).as("of %d", mutants.size()).isGreaterThan(30);
    assertThat(refuted).as("of %d", mutants.size()).isGreaterThan(mutants.size() / 2);
  }

  private static void ofElements(CompiledPolicy right, String set, Map<String, Mutant> out) {
    int size = right.ruleset().elementsOf(set).size();
    for (int i = 0; i < size; i += 1 + size / ELEMENTS) {
      int index = i;
      NftSetElem element = right.ruleset().elementsOf(set).get(i);
      String what = set + " " + element.key() + " ";
      Mutant mutant = new Mutant(right);
      out.put(what + "removed", mutant.elements(set, list -> without(list, index)));
      Bytes key = beside(element.key());
      if (!holds(right.ruleset().elementsOf(set), key)) {
        NftSetElem moved = with(key, element, element.data(), element.userData());
        out.put(what + "moved", mutant.elements(set, list -> replaced(list, index, moved)));
      }
      if (element.data().isPresent()) {
        NftSetElem flipped =
            with(element.key(), element, element.data().map(it -> other(it)), element.userData());
        out.put(what + "flipped", mutant.elements(set, list -> replaced(list, index, flipped)));
      }
      if (!element.userData().isEmpty()) {
        NftSetElem unnamed = with(element.key(), element, element.data(), UserData.NONE);
        out.put(what + "unnamed", mutant.elements(set, list -> replaced(list, index, unnamed)));
      }
    }
  }

  private static boolean holds(SetElements elements, Bytes key) {
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).key().equals(key)) {
        return true;
      }
    }
    return false;
  }

  private static void ofRules(CompiledPolicy right, String chain, Map<String, Mutant> out) {
    List<NftRule> rules = right.ruleset().rulesOf(chain);
    for (int i = 0; i < rules.size(); i++) {
      String what = chain + " " + i + " ";
      out.put(what + "dropped", new Mutant(right).drop(chain, i));
      out.put(what + "before it", new Mutant(right).insert(chain, i, Hands.ACCEPT));
      if (rules.get(i).expressions().stream().anyMatch(e -> !Hands.flipped(e).equals(e))) {
        out.put(what + "flipped", new Mutant(right).expressions(chain, i, Hands::flipped));
      }
      if (i > 0 && !rules.get(i).expressions().equals(rules.get(i - 1).expressions())) {
        out.put(what + "swapped", new Mutant(right).swap(chain, i - 1, i));
      }
    }
  }

  private static List<NftSetElem> without(List<NftSetElem> list, int index) {
    list.remove(index);
    return list;
  }

  private static List<NftSetElem> replaced(List<NftSetElem> list, int index, NftSetElem by) {
    list.set(index, by);
    return list;
  }

  private static NftSetElem with(
      Bytes key, NftSetElem like, Optional<ElementData> data, UserData userData) {
    return new NftSetElem(
        key,
        like.keyEnd(),
        like.flags(),
        data,
        like.timeout(),
        like.expressions(),
        userData,
        like.unknown());
  }

  /** The key with the lowest bit of its last byte that is not zero turned. */
  private static Bytes beside(Bytes key) {
    byte[] bytes = key.toArray();
    int last = bytes.length - 1;
    while (last > 0 && bytes[last] == 0) {
      last--;
    }
    bytes[last] ^= 1;
    return Bytes.of(bytes);
  }

  /** Any other verdict. */
  private static ElementData other(ElementData data) {
    boolean accepts = data.equals(new ElementData.OfVerdict(Verdict.ACCEPT));
    return new ElementData.OfVerdict(accepts ? Verdict.DROP : Verdict.ACCEPT);
  }

  /** New connections at the first and last of what boxes hold, and one beyond. */
  private static List<Packet> corners(CompiledPolicy compiled, Family family) {
    Set<Packet> out = new LinkedHashSet<>();
    EffectivePolicy policy = PlainReading.policyOf(compiled.policy(), "eth0").orElseThrow();
    for (EffectiveTier tier : policy.tiers()) {
      for (EffectiveRule rule : tier.rules()) {
        for (MatchBox box : rule.boxes()) {
          AddressSet from = box.source();
          for (int i = 0; i < from.rangeCount(); i += 1 + from.rangeCount() / 20) {
            PortSet.Range ports = box.destinationPorts().ranges().get(0);
            for (int port : new int[] {ports.first(), Math.min(0xffff, ports.last() + 1)}) {
              out.add(packet(from.first(i), port));
              out.add(packet(from.last(i), port));
              Address last = from.last(i);
              long high = Bits128.incrementHigh(last.high(), last.low());
              if (!Bits128.isPast(family.bits(), high, last.low() + 1)) {
                out.add(packet(new Address(family, high, last.low() + 1), port));
              }
            }
          }
        }
      }
    }
    return List.copyOf(out);
  }

  private static Packet packet(Address from, int port) {
    Address to =
        from.family() == Family.V4 ? Address.parse("192.0.2.1") : Address.parse("2001:db8:ff::1");
    return new Packet("eth0", 6, from, to, 40_000, port, 0, 0, ConntrackState.NEW, false);
  }
}
