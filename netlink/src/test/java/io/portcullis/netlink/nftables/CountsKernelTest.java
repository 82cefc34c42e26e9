package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UdpPair;
import io.portcullis.netlink.nftables.codec.ObjectDataCodec;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counts of real packets, read and reset in one. */
final class CountsKernelTest {

  @Test
  void whatCountedIsReadAndStartsAgainFromNothing() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("counts");
        NfTables nft = namespace.call(NfTables::open);
        UdpPair udp = UdpPair.open(namespace, "127.0.0.1")) {
      new Programs(namespace::start)
          .load(
              """
              table inet t {
                counter hits { }
                set ports { type inet_service; size 16; counter; elements = { %d } }
                chain c {
                  type filter hook output priority 0
                  udp dport @ports counter counter name hits
                }
              }
              """
                  .formatted(udp.to()));
      udp.send("x");
      udp.send("y");

      assertThat(packets(nft)).containsExactly(2L, 2L, 2L);
      assertThat(packets(nft)).containsExactly(0L, 0L, 0L);
      udp.send("z");
      assertThat(packets(nft)).containsExactly(1L, 1L, 1L);
    }
  }

  @Test
  void whatAnElementCountedIsReadByItsKey() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("counts");
        NfTables nft = namespace.call(NfTables::open);
        UdpPair udp = UdpPair.open(namespace, "127.0.0.1")) {
      new Programs(namespace::start)
          .load(
              """
              table inet t {
                set ports { type inet_service; size 16; counter; elements = { 1, %d } }
                chain c {
                  type filter hook output priority 0
                  udp dport @ports accept
                }
              }
              """
                  .formatted(udp.to()));
      udp.send("x");
      udp.send("y");
      SetElements keys =
          new SetElements.Listed(
              List.of(NftSetElem.of(Bytes.ofU16(udp.to())), NftSetElem.of(Bytes.ofU16(1))));

      List<NftSetElem> read = nft.elements(NfFamily.INET, "t", "ports", keys);

      assertThat(read)
          .extracting(NftSetElem::key)
          .containsExactly(Bytes.ofU16(udp.to()), Bytes.ofU16(1));
      assertThat(read)
          .extracting(element -> counter(element.expressions()).packets())
          .containsExactly(2L, 0L);
    }
  }

  /** Of the object, the rule and the element. */
  private static List<Long> packets(NfTables nft) {
    NftObject object = nft.takeObjects(NfFamily.INET, "t").get(0);
    Expression counted =
        ((ObjectData.Shared) ObjectDataCodec.read(object).orElseThrow()).expression();
    RuleWithHandle rule = nft.takeRules(NfFamily.INET, "t").get(0);
    NftSetElem element = nft.takeElements(NfFamily.INET, "t", "ports").get(0);
    return List.of(
        ((Counter) counted).packets(),
        counter(rule.rule().expressions()).packets(),
        counter(element.expressions()).packets());
  }

  private static Counter counter(List<Expression> expressions) {
    return expressions.stream()
        .filter(Counter.class::isInstance)
        .map(Counter.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
