package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.codec.CompatCodec;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Match;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record of an expression to the kernel and back. */
final class ExpressionKernelTest {

  /**
   * What a kernel may be built without: its refusal of these is no fault of ours if it is with this
   * error number.
   */
  private static final List<Refusal> MAY_LACK =
      List.of(
          new Refusal("op=DCCP", Errno.EOPNOTSUPP, "this kernel lacks NFT_EXTHDR_DCCP"),
          new Refusal("Numbered[", Errno.ENOENT, "this kernel lacks NFT_QUEUE"),
          new Refusal("InRegister[", Errno.ENOENT, "this kernel lacks NFT_QUEUE"),
          new Refusal("FlowOffload[", Errno.ENOENT, "this kernel lacks NFT_FLOW_OFFLOAD"),
          new Refusal("Tunnel[", Errno.ENOENT, "this kernel lacks NFT_TUNNEL"));

  private record Refusal(String shown, int errno, String why) {}

  @ParameterizedTest
  @MethodSource("io.portcullis.netlink.nftables.Examples#all")
  void anExpressionIsReadBackAsItWasSent(Example example) throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("expression");
        NfTables nft = namespace.call(NfTables::open)) {
      long unused = nft.commit(surroundings(example.place()), 0);
      NftRule rule = NftRule.of("base", example.rule().toArray(Expression[]::new));
      NfFamily family = example.place().family;

      try {
        unused = nft.commit(List.of(new NftOperation.AddRule(family, "t", rule)), 0);
      } catch (NftException e) {
        explain(example, e);
        throw e;
      }

      NftRule held = nft.dump(family, "t").orElseThrow().rulesOf("base").get(0);
      assertThat(Rulesets.withoutCounts(held)).isEqualTo(Rulesets.withoutCounts(rule));

      // And what was read is taken again.
      unused = nft.commit(List.of(new NftOperation.AddRule(family, "t", held)), 0);
    }
  }

  /** What {@code iptables -p tcp --dport 80} needs: struct xt_tcp, and the protocol beside it. */
  @Test
  void aMatchThatAsksForTheProtocolIsTakenOnlyWithIt() throws Exception {
    Match tcp = new Match("tcp", 0, Bytes.ofHex("0000ffff500050000000000000000000"));
    NftRule rule = NftRule.of("base", tcp);
    try (NetworkNamespace namespace = NetworkNamespace.create("compat");
        NfTables nft = namespace.call(NfTables::open)) {
      long unused = nft.commit(surroundings(Example.Place.IPV4), 0);

      assertThatThrownBy(() -> add(nft, rule))
          .isInstanceOfSatisfying(
              NftException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
      add(nft, CompatCodec.with(rule, new RuleCompat(6, false)));

      assertThat(nft.dump(NfFamily.IPV4, "t").orElseThrow().rulesOf("base")).containsExactly(rule);
    }
  }

  private static void add(NfTables nft, NftRule rule) {
    long unused = nft.commit(List.of(new NftOperation.AddRule(NfFamily.IPV4, "t", rule)), 0);
  }

  private static void explain(Example example, NftException refused) {
    for (Refusal known : MAY_LACK) {
      if (example.toString().contains(known.shown()) && known.errno() == refused.errno()) {
        abort("skipped: " + known.why() + ": " + refused.getMessage());
      }
    }
  }

  /** A base chain of that kind, and what examples refer to. */
  private static List<NftOperation> surroundings(Example.Place place) {
    BaseHook hook =
        new BaseHook(
            place.type,
            place.hook,
            place.priority,
            BaseHook.ChainPolicy.ACCEPT,
            place.family == NfFamily.NETDEV ? Optional.of("lo") : Optional.empty());
    List<NftOperation> operations = new ArrayList<>();
    operations.add(new NftOperation.AddTable(new NftTable(place.family, "t")));
    operations.add(
        new NftOperation.AddChain(place.family, "t", NftChain.base("base", hook, UserData.NONE)));
    NftSet set = NftSet.set("seen", NftSet.F_EVAL, NftDataType.IPV4_ADDR, 4).withSize(64);
    for (NftSet each :
        List.of(
            set,
            with(set, "passing", NftSet.F_EVAL | NftSet.F_TIMEOUT, 0, 0),
            with(set, "marks", NftSet.F_EVAL | NftSet.F_MAP, NftDataType.MARK, 0),
            with(set, "counters", NftSet.F_OBJECT, 0, NftObject.COUNTER))) {
      operations.add(new NftOperation.AddSet(place.family, "t", each));
    }
    NftObject counter =
        new NftObject(
            "hits", NftObject.COUNTER, Bytes.EMPTY, UserData.NONE, UnknownAttributes.NONE);
    operations.add(new NftOperation.AddObject(place.family, "t", counter));
    return operations;
  }

  private static NftSet with(NftSet set, String name, int flags, int dataType, int objectType) {
    return new NftSet(
        name,
        flags,
        set.keyType(),
        set.keyLength(),
        dataType,
        dataType == 0 ? 0 : 4,
        set.size(),
        List.of(),
        0,
        0,
        0,
        objectType,
        List.of(),
        UserData.NONE,
        UnknownAttributes.NONE);
  }
}
