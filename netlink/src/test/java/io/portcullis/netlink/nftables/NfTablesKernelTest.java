package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Limit;
import io.portcullis.netlink.nftables.expr.Log;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Notrack;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.Range;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Commits to the kernel of an anonymous namespace, and reads back. */
final class NfTablesKernelTest {

  private static final String TABLE = "portcullis";
  private static final Register R0 = Register.R0;
  private static final Register R1 = R0.plus(4);

  @AutoClose private final NetworkNamespace namespace = NetworkNamespace.create("nftables-test");
  @AutoClose private final NfTables nft;
  private final Programs programs;

  NfTablesKernelTest() throws Exception {
    nft = namespace.call(NfTables::open);
    programs = new Programs(namespace::start);
  }

  @Test
  void everyObjectAndExpressionReadsBackAsItWasSent() {
    Ruleset sent = everything();

    long before = nft.generation();
    long after = nft.commit(Rulesets.creation(sent), before);

    assertThat(after).isEqualTo(before + 1).isEqualTo(nft.generation());
    Ruleset held = nft.dump(NfFamily.INET, TABLE).orElseThrow();
    assertThat(Rulesets.withoutCounts(held)).isEqualTo(Rulesets.withoutCounts(sent));
    assertThat(Rulesets.same(held, sent)).isTrue();
    assertThat(nft.tables()).containsExactly(sent.table());
  }

  @Test
  void chainsOfAllTablesAreListedWithTheirHooks() throws Exception {
    String unused = programs.nft("add", "table", "ip", "nat");
    unused =
        programs.nft(
            "add", "chain", "ip", "nat", "PRE", "{ type nat hook prerouting priority -100; }");
    unused = programs.nft("add", "table", "ip6", "other");
    unused = programs.nft("add", "chain", "ip6", "other", "KUBE-SERVICES");

    assertThat(nft.chains())
        .containsExactlyInAnyOrder(
            new TableChain(
                NfFamily.IPV4,
                "nat",
                NftChain.base(
                    "PRE",
                    new BaseHook(
                        "nat",
                        BaseHook.PRE_ROUTING,
                        -100,
                        BaseHook.ChainPolicy.ACCEPT,
                        Optional.empty()),
                    UserData.NONE)),
            new TableChain(
                NfFamily.IPV6, "other", NftChain.regular("KUBE-SERVICES", UserData.NONE)));
  }

  @Test
  void theHostsOwnToolPrintsItWithComments() throws Exception {
    nft.commit(Rulesets.creation(everything()), 0);

    String listed = programs.nft("list", "ruleset");

    assertThat(listed)
        .contains("comment \"the table\"", "comment \"the chain\"", "comment \"the rule\"")
        .contains("comment \"the set\"", "comment \"the element\"")
        .contains("priority dstnat - 1", "tcp . 30080 . 10.0.0.0", "0x0000002a");
  }

  @Test
  void whatFailsIsNamedAndNothingOfTheBatchStays() {
    List<NftOperation> operations =
        List.of(
            new NftOperation.AddTable(new NftTable(NfFamily.INET, TABLE)),
            new NftOperation.AddChain(NfFamily.INET, TABLE, NftChain.regular("x", UserData.NONE)),
            new NftOperation.AddRule(
                NfFamily.INET, TABLE, NftRule.of("x", Counter.ZERO, Lookup.in("nowhere", R0))));

    NftException failure =
        catchThrowableOfType(NftException.class, () -> nft.commit(operations, 0));

    assertThat(failure.reason()).isEqualTo(NftException.Reason.NOT_FOUND);
    assertThat(failure.operationIndex()).hasValue(2);
    assertThat(failure.operation()).contains(operations.get(2));
    assertThat(failure)
        .hasMessageStartingWith("operation 2, add rule in chain x of table inet portcullis")
        .hasMessageContaining("ENOENT")
        .hasMessageContaining("expression");
    assertThat(nft.tables()).isEmpty();
  }

  @Test
  void aBatchForAnOlderGenerationChangesNothing() {
    long old = nft.generation();
    nft.commit(List.of(new NftOperation.AddTable(new NftTable(NfFamily.INET, "other"))), old);

    assertThatThrownBy(
            () ->
                nft.commit(
                    List.of(new NftOperation.AddTable(new NftTable(NfFamily.INET, TABLE))), old))
        .isInstanceOf(StaleGenerationException.class);
    assertThat(nft.dump(NfFamily.INET, TABLE)).isEmpty();
  }

  @Test
  void whatIsThereAlreadyLeavesTheGenerationAlone() {
    NftOperation add = new NftOperation.AddTable(new NftTable(NfFamily.INET, TABLE));
    long first = nft.commit(List.of(add), 0);

    assertThat(nft.commit(List.of(add), first)).isEqualTo(first);
    assertThat(nft.commit(List.of(), first)).isEqualTo(first);
  }

  @Test
  void aHundredThousandVerdictsGoInOneBatchAndComeBack() {
    int count = 100_000;
    ElementBlock.Builder block = ElementBlock.ofVerdicts(12, List.of(Verdict.ACCEPT, Verdict.DROP));
    ByteBuffer key = ByteBuffer.allocate(12);
    for (int i = 0; i < count; i++) {
      key.putInt(0, 6 << 24).putShort(4, (short) 30080).putInt(8, i);
      block.add(key.array(), i & 1);
    }
    SetElements sent = block.build();
    Ruleset ruleset =
        new Ruleset(
            new NftTable(NfFamily.INET, TABLE),
            Map.of(),
            Map.of(),
            Map.of("m", NftSet.verdictMap("m", 0, portKey(), 12).withSize(count)),
            Map.of("m", sent));

    nft.commit(Rulesets.creation(ruleset), nft.generation());

    SetElements held = nft.dump(NfFamily.INET, TABLE).orElseThrow().elementsOf("m");
    assertThat(held.size()).isEqualTo(count);
    assertThat(Rulesets.sameElements(held, sent)).isTrue();

    nft.commit(List.of(new NftOperation.DeleteElements(NfFamily.INET, TABLE, "m", sent)), 0);

    assertThat(nft.dump(NfFamily.INET, TABLE).orElseThrow().elements()).isEmpty();
  }

  @Test
  void rulesAreDeletedByHandleAndChainsFlushed() {
    nft.commit(Rulesets.creation(everything()), 0);
    TableDump before = nft.dumpWithHandles(NfFamily.INET, TABLE).orElseThrow();
    RuleWithHandle first = before.rulesOf("allow").get(0);

    nft.commit(
        List.of(
            new NftOperation.DeleteRule(NfFamily.INET, TABLE, "allow", first.handle()),
            new NftOperation.FlushChain(NfFamily.INET, TABLE, "prerouting")),
        before.generation());

    Ruleset after = nft.dump(NfFamily.INET, TABLE).orElseThrow();
    assertThat(after.rulesOf("prerouting")).isEmpty();
    assertThat(after.rulesOf("allow"))
        .isEqualTo(before.ruleset().rulesOf("allow").subList(1, before.rulesOf("allow").size()));
  }

  private static int portKey() {
    return NftDataType.concat(
        NftDataType.INET_PROTO, NftDataType.INET_SERVICE, NftDataType.IPV4_ADDR);
  }

  private static Ruleset everything() {
    Map<String, NftChain> chains = new LinkedHashMap<>();
    BaseHook hook =
        new BaseHook(
            "filter", BaseHook.PRE_ROUTING, -101, BaseHook.ChainPolicy.ACCEPT, Optional.empty());
    chains.put("prerouting", NftChain.base("prerouting", hook, Comments.of("the chain")));
    chains.put("allow", NftChain.regular("allow", UserData.NONE));
    Map<String, NftSet> sets = new LinkedHashMap<>();
    sets.put("ports", NftSet.verdictMap("ports", 0, portKey(), 12).withSize(64));
    sets.put(
        "marks",
        NftSet.set("marks", 0, NftDataType.MARK, 4)
            .withUserData(
                SetUserData.join(
                    List.of(
                        SetUserData.keyOrder(SetUserData.ByteOrdering.HOST),
                        Comments.ofSet("the set")))));
    sets.put("counted", counted(NftSet.set("counted", 0, NftDataType.IPV6_ADDR, 16).withSize(10)));
    sets.put("ranges", ranges());
    sets.put("nets", NftSet.set("nets", NftSet.F_INTERVAL, NftDataType.IPV4_ADDR, 4));
    Map<String, SetElements> elements = new LinkedHashMap<>();
    elements.put(
        "ports",
        new SetElements.Listed(
            List.of(
                NftSetElem.of(Bytes.ofHex("0600000075800000" + "0a000000"), Verdict.goTo("allow"))
                    .withUserData(Comments.of("the element")),
                NftSetElem.of(Bytes.ofHex("1100000075800000" + "0a000000"), Verdict.DROP))));
    elements.put("marks", new SetElements.Listed(List.of(NftSetElem.of(host(42)))));
    elements.put("counted", new SetElements.Listed(List.of(NftSetElem.of(Bytes.zero(16)))));
    elements.put(
        "ranges",
        new SetElements.Listed(
            List.of(range(Bytes.ofHex("0a00000000500000"), Bytes.ofHex("0a0000ff005a0000")))));
    elements.put(
        "nets",
        new SetElements.Listed(
            List.of(
                NftSetElem.of(Bytes.ofHex("0a000000")),
                NftSetElem.intervalEnd(Bytes.ofHex("0a000100")))));
    Map<String, List<NftRule>> rules = new LinkedHashMap<>();
    rules.put("prerouting", prerouting());
    rules.put("allow", allow());
    return new Ruleset(
        new NftTable(NfFamily.INET, TABLE, 0, Comments.of("the table"), UnknownAttributes.NONE),
        chains,
        rules,
        sets,
        elements);
  }

  private static List<NftRule> prerouting() {
    Expression drop = new Immediate.Verdict(Verdict.DROP);
    return List.of(
        NftRule.of(
                "prerouting",
                Ct.state(R0),
                Bitwise.and(R0, host(Ct.STATE_ESTABLISHED | Ct.STATE_RELATED)),
                new Cmp(R0, Cmp.Op.NEQ, Bytes.zero(4)),
                Counter.ZERO,
                new Immediate.Verdict(Verdict.ACCEPT))
            .withUserData(Comments.of("the rule")),
        NftRule.of(
            "prerouting",
            new Meta(R0, Meta.NFPROTO),
            new Cmp(R0, Cmp.Op.EQ, Bytes.ofU8(2)),
            new Meta(R0, Meta.L4PROTO),
            new Payload(R1, Payload.Base.TRANSPORT, 2, 2),
            new Payload(R1.plus(4), Payload.Base.NETWORK, 12, 4),
            Lookup.verdict("ports", R0)),
        NftRule.of("prerouting", Fib.destinationType(R0), new Cmp(R0, Cmp.Op.EQ, host(2)), drop),
        NftRule.of(
            "prerouting",
            new Meta(R0, Meta.L4PROTO),
            new Cmp(R0, Cmp.Op.EQ, Bytes.ofU8(6)),
            new Payload(R0, Payload.Base.TRANSPORT, 2, 2),
            new Range(R0, true, Bytes.ofU16(100), Bytes.ofU16(200)),
            drop));
  }

  private static List<NftRule> allow() {
    return List.of(
        NftRule.of("allow", new Limit(10, 1, 5, 0, 0), Log.syslog("calico-packet: ", 5)),
        NftRule.of(
            "allow",
            new Log(
                Optional.of("p"),
                OptionalInt.of(7),
                OptionalInt.of(64),
                OptionalInt.of(3),
                OptionalInt.empty(),
                OptionalInt.empty())),
        NftRule.of("allow", new Meta(R0, 3), new Lookup("marks", R0, Optional.empty(), true)),
        NftRule.of("allow", new Notrack()),
        NftRule.of("allow", new Immediate.Value(R0, Bytes.ofU32(7)), drop(Cmp.Op.GTE)),
        NftRule.of("allow", new Immediate.Verdict(Verdict.RETURN)));
  }

  private static Expression drop(Cmp.Op op) {
    return new Cmp(R0, op, Bytes.ofU32(3));
  }

  private static NftSet counted(NftSet s) {
    return new NftSet(
        s.name(),
        s.flags(),
        s.keyType(),
        s.keyLength(),
        0,
        0,
        s.size(),
        List.of(),
        0,
        0,
        0,
        0,
        List.of(Counter.ZERO),
        UserData.NONE,
        UnknownAttributes.NONE);
  }

  private static NftSet ranges() {
    return new NftSet(
        "ranges",
        NftSet.F_INTERVAL | NftSet.F_CONCAT,
        NftDataType.concat(NftDataType.IPV4_ADDR, NftDataType.INET_SERVICE),
        8,
        0,
        0,
        0,
        List.of(4, 2),
        0,
        0,
        0,
        0,
        List.of(),
        UserData.NONE,
        UnknownAttributes.NONE);
  }

  private static NftSetElem range(Bytes from, Bytes to) {
    return new NftSetElem(
        from,
        Optional.of(to),
        0,
        Optional.empty(),
        0,
        List.of(),
        UserData.NONE,
        UnknownAttributes.NONE);
  }

  private static Bytes host(int value) {
    return Bytes.of(
        ByteBuffer.allocate(4).order(java.nio.ByteOrder.nativeOrder()).putInt(value).array());
  }
}
