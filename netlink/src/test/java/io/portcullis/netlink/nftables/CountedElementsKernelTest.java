package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.netlink.UdpPair;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table without elements, and elements by their keys, each compared with a dump. */
final class CountedElementsKernelTest {

  private static final String PORTS =
      IntStream.range(0, 600)
          .mapToObj(i -> "%d : %s".formatted(1000 + i, i % 3 == 0 ? "drop" : "goto c"))
          .collect(Collectors.joining(", "));

  private NetworkNamespace namespace;
  private NfTables nft;

  @BeforeEach
  void load() throws Exception {
    namespace = NetworkNamespace.create("counted");
    nft = namespace.call(NfTables::open);
    new Programs(namespace::start)
        .load(
            """
            table inet t {
              chain c { }
              map ports { type inet_service : verdict; size 1024; counter; elements = { %s } }
              set few { type inet_service; size 16; elements = { 7, 9 } }
              chain base {
                type filter hook output priority 0
                udp dport vmap @ports
              }
            }
            """
                .formatted(PORTS));
  }

  @AfterEach
  void close() {
    nft.close();
    namespace.close();
  }

  private ElementBlock dumped() {
    Ruleset all = nft.dump(NfFamily.INET, "t").orElseThrow();
    return (ElementBlock) all.elementsOf("ports");
  }

  private TableOutline outline() {
    return nft.outline(NfFamily.INET, "t", Set.of("ports")).orElseThrow();
  }

  private Optional<ElementBlock> counted(ElementBlock expected) {
    return nft.counted(NfFamily.INET, "t", "ports", expected);
  }

  private void nft(String command) throws Exception {
    new Programs(namespace::start).nft(command);
  }

  @Test
  void anOutlineHasAllButTheElementsOfSomeSetsAndTheirNumber() {
    Ruleset all = nft.dump(NfFamily.INET, "t").orElseThrow();
    TableOutline outline = outline();

    assertThat(outline.dump().ruleset().elementsOf("ports").size()).isZero();
    assertThat(outline.dump().ruleset().elementsOf("few")).isEqualTo(all.elementsOf("few"));
    assertThat(outline.dump().ruleset().chains()).isEqualTo(all.chains());
    assertThat(outline.dump().ruleset().rules()).isEqualTo(all.rules());
    assertThat(outline.dump().ruleset().sets()).isEqualTo(all.sets());
    assertThat(outline.dump().generation()).isEqualTo(nft.generation());
    assumeTrue(!outline.counts().isEmpty(), "this kernel counts no elements of sets");
    assertThat(outline.counts()).containsEntry("ports", 600L).containsEntry("few", 2L);
    assertThat(nft.outline(NfFamily.INET, "none", Set.of())).isEmpty();
  }

  @Test
  void elementsAreThoseOfADumpWithTheirCounts() throws Exception {
    ElementBlock before = dumped();
    try (UdpPair udp = UdpPair.open(namespace, "127.0.0.1")) {
      nft("add element inet t ports { %d : accept }".formatted(udp.to()));
      udp.send("x");
      udp.send("y");
      ElementBlock expected = dumped();

      assertThat(counted(expected)).contains(expected);
      assertThat(IntStream.range(0, expected.size()).mapToLong(expected::packets).sum())
          .isEqualTo(2);
      // In any parts, and whatever they had counted.
      ElementBlock zero = expected.withCounts(new long[0]);
      List<ElementBlock> parts = List.of(zero.part(0, 300), zero.part(300, zero.size()));
      assertThat(ElementBlock.joined(parts.stream().map(p -> counted(p).orElseThrow()).toList()))
          .isEqualTo(expected);
    }
    assertThat(counted(before)).contains(before);
  }

  @Test
  void whatIsNotAsExpectedIsSeen() throws Exception {
    ElementBlock expected = dumped();
    nft("delete element inet t ports { 1001 }");
    assertThat(counted(expected)).isEmpty();

    nft("add element inet t ports { 1001 : drop }");
    assertThat(counted(expected)).isEmpty();

    nft("delete element inet t ports { 1001 }");
    nft("add element inet t ports { 1001 comment \"other\" : goto c }");
    assertThat(counted(expected)).isEmpty();

    nft("delete element inet t ports { 1001 }");
    nft("add element inet t ports { 1001 : goto c }");
    assertThat(counted(expected)).contains(expected);
  }

  @Test
  void whatMatchesEverythingElseIsNoCountedElement() throws Exception {
    TableOutline before = outline();
    assertThat(nft.hasCatchAll(NfFamily.INET, "t", "ports")).isFalse();

    nft("add element inet t ports { * : accept }");

    assertThat(nft.hasCatchAll(NfFamily.INET, "t", "ports")).isTrue();
    assertThat(outline().counts()).isEqualTo(before.counts());
  }
}
