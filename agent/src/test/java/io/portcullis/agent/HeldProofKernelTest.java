package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.compiler.hits.RuleHits;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.sys.NetworkNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that holds what was proven is known by reading it; whatever else it holds is found. */
final class HeldProofKernelTest {

  private static final String SOURCES = "inet portcullis endpoint-1-v4-service-saddr32 ";
  private static final String SERVICES = "inet portcullis endpoint-1-v4-services ";
  private static final String INTERVALS = "inet portcullis endpoint-1-v4-addresses-1 ";

  private static final Proven PROVEN =
      Proven.of(LargePolicy.desired(LargePolicy.text(150)).compiled());

  private final NetworkNamespace namespace = NetworkNamespace.create("held");
  private HeldProof proof = HeldProof.of(PROVEN, PROVEN.compiled());

  @BeforeEach
  void program() throws Exception {
    Programmed programmed = namespace.call(() -> Programmer.program(PROVEN));
    proof = HeldProof.of(PROVEN, programmed.held());
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  private void nft(String change) throws Exception {
    Shell.must(namespace, "", "nft", change);
  }

  private HeldProof.Verified verify() throws Exception {
    return namespace.call(proof::verify);
  }

  @Test
  void whatWasProvenIsKnownAgainWhateverItCounts() throws Exception {
    assertThat(PROVEN.compiled().ruleset().elementsOf("endpoint-1-v4-service-saddr32").size())
        .isGreaterThan(1024);
    assertThat(PROVEN.compiled().ruleset().elementsOf("endpoint-1-v4-services").size())
        .isGreaterThan(1024);
    assertThat(PROVEN.compiled().ruleset().set("endpoint-1-v4-addresses-1"))
        .hasValueSatisfying(set -> assertThat(set.flags() & NftSet.F_INTERVAL).isPositive());

    assertThat(verify()).isEqualTo(new HeldProof.Verified(true, PROVEN.regions()));
    nft("delete element " + SOURCES + "{ 30001 . 10.0.1.2 }");
    nft(
        "add element "
            + SOURCES
            + "{ 30001 . 10.0.1.2 counter packets 7 bytes 9 comment \"rule-default-p1-0\" : accept }");
    assertThat(verify()).isEqualTo(new HeldProof.Verified(true, PROVEN.regions()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete element " + SOURCES + "{ 30001 . 10.0.1.2 }",
        "add element " + SOURCES + "{ 30001 . 192.0.2.9 : accept }",
        "delete element "
            + SOURCES
            + "{ 30001 . 10.0.1.2 }; add element "
            + SOURCES
            + "{ 30001 . 192.0.2.9 comment \"rule-default-p1-0\" : accept }",
        "delete element "
            + SOURCES
            + "{ 30001 . 10.0.1.2 }; add element "
            + SOURCES
            + "{ 30001 . 10.0.1.2 comment \"rule-default-p1-0\" : drop }",
        // It counts for another rule.
        "delete element "
            + SOURCES
            + "{ 30001 . 10.0.1.2 }; add element "
            + SOURCES
            + "{ 30001 . 10.0.1.2 comment \"rule-default-p2-0\" : accept }",
        "add element " + SOURCES + "{ * : accept }",
        "flush map " + SOURCES,
        "delete element " + SERVICES + "{ tcp . 31000 }",
        "add element " + SERVICES + "{ tcp . 1234 : drop }",
        "add element " + SERVICES + "{ * : drop }",
        "delete element "
            + SERVICES
            + "{ tcp . 31000 }; add element "
            + SERVICES
            + "{ tcp . 31000 : accept }",
        // The end of an interval moves.
        "delete element "
            + INTERVALS
            + "{ 124.0.0.0/24 }; add element "
            + INTERVALS
            + "{ 124.0.0.0/25 }",
        "insert rule inet portcullis prerouting ip saddr 203.0.113.9 accept",
        "insert rule inet portcullis endpoint-1-v6 ip6 saddr 2001:db8::9 drop",
        "chain inet portcullis prerouting { policy drop; }",
      })
  void whatIsChangedByHandIsFoundWithAPacket(String change) throws Exception {
    nft(change);

    assertThatThrownBy(this::verify)
        .isInstanceOfSatisfying(
            AgentException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.PROOF_FAILED);
              assertThat(String.join("\n", e.details())).contains("Packet[inInterface=");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add chain inet portcullis beside",
        "add set inet portcullis beside { type inet_service; }",
      })
  void whatDoesTheSameToPacketsIsProvenAnew(String change) throws Exception {
    nft(change);

    assertThat(verify().asProven()).isFalse();
    assertThat(verify().regions()).isPositive();
  }

  @Test
  void aTableThatIsGoneIsFound() throws Exception {
    nft("delete table inet portcullis");

    assertThatThrownBy(this::verify).hasMessageContaining("no table inet portcullis");
  }

  @Test
  void whatWasProvenByChangesIsProvenAsAWhole() throws Exception {
    Compilations compilations = new Compilations();
    try (Programmer programmer = namespace.call(() -> Programmer.open(false))) {
      Proven first = compilations.next(policy(10));
      var unused = programmer.bring(first);
      Proven second = compilations.next(policy(11));
      Programmed held = programmer.bring(second);

      assertThat(first.isWhole()).isTrue();
      assertThat(second.isWhole()).isFalse();
      proof = HeldProof.of(second, held.held());
      HeldProof.Verified verified = verify();
      assertThat(verified.asProven()).isTrue();
      assertThat(verified.regions()).isGreaterThan(second.regions()).isEqualTo(proof.regions());
      nft("delete element " + SOURCES + "{ 30001 . 10.0.1.22 }");
      assertThatThrownBy(this::verify).isInstanceOf(AgentException.class);
    }
  }

  private static io.portcullis.policy.effective.NodePolicy policy(int addresses) {
    String text = LargePolicy.text(150);
    return LargePolicy.desired(text.replace(LargePolicy.set(1, 10), LargePolicy.set(1, addresses)))
        .compiled()
        .policy();
  }

  /** The same numbers as by a dump, and without one. */
  @Test
  void countersAreThoseOfADump() throws Exception {
    nft("delete element " + SOURCES + "{ 30001 . 10.0.1.2 }");
    nft(
        "add element "
            + SOURCES
            + "{ 30001 . 10.0.1.2 counter packets 7 bytes 9 comment \"rule-default-p1-0\" : accept }");
    try (NfTables kernel = namespace.call(NfTables::open)) {
      var quick =
          namespace.call(() -> QuickReading.of(kernel, proof.held())).orElseThrow().ruleset();
      var dump = HeldTable.counted(kernel, proof.held()).orElseThrow();

      assertThat(RuleHits.of(proof.held(), quick)).isEqualTo(RuleHits.of(proof.held(), dump));
      assertThat(RuleHits.of(proof.held(), quick))
          .anySatisfy(
              hit -> {
                assertThat(hit.packets()).isEqualTo(7);
                assertThat(hit.bytes()).isEqualTo(9);
              });
      // Where it holds others, it takes a dump.
      nft("add element " + SOURCES + "{ 30001 . 192.0.2.9 : accept }");
      assertThat(namespace.call(() -> QuickReading.of(kernel, proof.held()))).isEmpty();
      assertThat(namespace.call(() -> HeldTable.counted(proof.held()))).isPresent();
    }
  }
}
