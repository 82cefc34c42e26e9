package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of table in a kernel, changed there by hand: found, with a packet that shows it. */
final class VariantsReadBackKernelTest {

  private static final NfFamily INET = NfFamily.INET;
  private static final String TABLE = "portcullis";
  private static final String BASE_CHAIN = "inet portcullis prerouting ";

  private NetworkNamespace namespace;
  private NfTables nft;

  /** What somebody does by hand. */
  private interface Change {
    void make() throws Exception;
  }

  @BeforeEach
  void open() throws Exception {
    namespace = NetworkNamespace.create("variants-test");
    nft = namespace.call(NfTables::open);
  }

  @AfterEach
  void close() {
    nft.close();
    namespace.close();
  }

  /** Nests have intervals that lead on; {@link NestsKernelTest} has them. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "NESTS.*")
  void whatIsChangedByHandIsFound(Variants variant) throws Exception {
    CompiledPolicy compiled = variant.compiled();
    NftSet set = largest(compiled.ruleset());
    List<NftSetElem> first = first(compiled.ruleset(), set);
    Bytes key = first.get(0).key();

    refuted(compiled, "an element removed", delete(set, first));
    refuted(compiled, "an element added", add(set, beside(set, first)));
    if (set.isVerdictMap()) {
      Verdict other = drops(compiled, variant.family(), key) ? Verdict.ACCEPT : Verdict.DROP;
      refuted(
          compiled, "an element changed", delete(set, first), add(set, List.of(of(key, other))));
    } else {
      refuted(compiled, "an element changed", delete(set, first), add(set, beside(set, first)));
    }
    refuted(compiled, "a rule inserted", () -> nft("insert rule " + BASE_CHAIN + from(variant)));
    refuted(compiled, "the policy flipped", () -> nft("chain " + BASE_CHAIN + "{ policy drop; }"));
  }

  /** Loads the table, changes it, and lets it be proven. */
  private void refuted(CompiledPolicy compiled, String what, NftOperation... change)
      throws Exception {
    refuted(compiled, what, () -> nft.commit(List.of(change), 0));
  }

  private void refuted(CompiledPolicy compiled, String what, Change change) throws Exception {
    nft.commit(Rulesets.creation(compiled.ruleset()), 0);
    assertThat(Proof.check(compiled, held())).as(what).isInstanceOf(ProofResult.Proven.class);

    change.make();

    ProofResult result = Proof.check(compiled, held());
    assertThat(result).as(what).isInstanceOf(ProofResult.Refuted.class);
    CounterExample example = ((ProofResult.Refuted) result).example();
    assertThat(example.expected())
        .as(what)
        .isEqualTo(PlainReading.decide(compiled.policy(), example.packet()));
    nft.commit(List.of(new NftOperation.DeleteTable(INET, TABLE)), 0);
  }

  private Ruleset held() {
    return nft.dump(INET, TABLE).orElseThrow();
  }

  private static NftSet largest(Ruleset ruleset) {
    return ruleset.sets().values().stream()
        .max(Comparator.comparingInt(set -> ruleset.elementsOf(set.name()).size()))
        .orElseThrow();
  }

  private static boolean isInterval(NftSet set) {
    return (set.flags() & NftSet.F_INTERVAL) != 0;
  }

  /** The first element, of intervals with its end. */
  private static List<NftSetElem> first(Ruleset ruleset, NftSet set) {
    SetElements all = ruleset.elementsOf(set.name());
    return isInterval(set) ? List.of(all.get(0), all.get(1)) : List.of(all.get(0));
  }

  /** One more next to it, that lets in what else is denied. */
  private static List<NftSetElem> beside(NftSet set, List<NftSetElem> first) {
    if (isInterval(set)) {
      byte[] key = first.get(1).key().toArray();
      int last = key.length - 1;
      key[last]++;
      byte[] end = key.clone();
      end[last]++;
      return List.of(NftSetElem.of(Bytes.of(key)), NftSetElem.intervalEnd(Bytes.of(end)));
    }
    byte[] key = first.get(0).key().toArray();
    int last = key.length - 1;
    while (key[last] == 0) {
      last--;
    }
    key[last] ^= 1;
    return List.of(of(Bytes.of(key), Verdict.ACCEPT));
  }

  private static NftSetElem of(Bytes key, Verdict verdict) {
    return NftSetElem.of(key, verdict);
  }

  /** What policy says of the source at the end of a key, at the first port of all. */
  private static boolean drops(CompiledPolicy compiled, Family family, Bytes key) {
    int length = family.bits() / 8;
    byte[] address = new byte[length];
    Bytes.of(key.toArray(), key.length() - length, length).copyTo(address, 0);
    Address from = Address.of(address);
    Address to = family == Family.V4 ? Address.parse("192.0.2.1") : Address.parse("2001:db8:ff::1");
    Packet packet = new Packet("eth0", 6, from, to, 40_000, 8080, 0, 0, ConntrackState.NEW, false);
    return PlainReading.decide(compiled.policy(), packet).drops();
  }

  private static NftOperation delete(NftSet set, List<NftSetElem> elements) {
    List<NftSetElem> keys =
        elements.stream()
            .map(
                e ->
                    (e.flags() & NftSetElem.F_INTERVAL_END) != 0
                        ? NftSetElem.intervalEnd(e.key())
                        : NftSetElem.of(e.key()))
            .toList();
    return new NftOperation.DeleteElements(INET, TABLE, set.name(), new SetElements.Listed(keys));
  }

  private static NftOperation add(NftSet set, List<NftSetElem> elements) {
    return new NftOperation.AddElements(INET, TABLE, set.name(), new SetElements.Listed(elements));
  }

  /** Lets one more source in, everywhere. */
  private static String from(Variants variant) {
    return variant.family() == Family.V4
        ? "ip saddr 203.0.113.77 accept"
        : "ip6 saddr 2001:db8:ffff::77 accept";
  }

  private void nft(String commands) throws Exception {
    Process process =
        namespace.start(new ProcessBuilder("nft", commands).redirectErrorStream(true));
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
