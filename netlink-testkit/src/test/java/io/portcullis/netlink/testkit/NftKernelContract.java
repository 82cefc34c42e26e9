package io.portcullis.netlink.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.RuleWithHandle;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.StaleGenerationException;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.sys.Errno;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every nf_tables does, the real one and the fake. */
abstract class NftKernelContract {

  private static final NfFamily INET = NfFamily.INET;
  private static final NftOperation TABLE = new NftOperation.AddTable(new NftTable(INET, "t"));

  /** A connection to the one kernel of this test. */
  abstract NftKernel connect();

  @Test
  void aCommitMakesTheNextGenerationAndOneThatChangesNothingNone() {
    try (NftKernel nft = connect()) {
      long before = nft.generation();

      long made = nft.commit(List.of(TABLE), before);

      assertThat(made).isEqualTo(before + 1).isEqualTo(nft.generation());
      assertThat(nft.commit(List.of(TABLE), made)).isEqualTo(made);
      assertThat(nft.commit(List.of(), made)).isEqualTo(made);
      assertThat(nft.generation()).isEqualTo(made);
    }
  }

  @Test
  void aBatchForAnotherGenerationIsStale() {
    try (NftKernel nft = connect()) {
      long before = nft.generation();
      long unused = nft.commit(List.of(TABLE), 0);

      assertThatThrownBy(() -> nft.commit(List.of(TABLE, chain("c")), before))
          .isInstanceOf(StaleGenerationException.class);
      assertThat(dump(nft).ruleset().chains()).isEmpty();
    }
  }

  @Test
  void aBatchIsTakenWholeOrNotAtAll() {
    try (NftKernel nft = connect()) {
      long before = nft.commit(List.of(TABLE), 0);

      refused(nft, Errno.ENOENT, 1, chain("c"), rule("absent", Counter.ZERO));

      assertThat(nft.generation()).isEqualTo(before);
      assertThat(dump(nft).ruleset().chains()).isEmpty();
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    try (NftKernel nft = connect()) {
      refused(nft, Errno.ENOENT, 0, new NftOperation.DeleteTable(INET, "t"));
      refused(nft, Errno.ENOENT, 0, chain("c"));
      assertThat(nft.dump(INET, "t")).isEmpty();
      long unused = nft.commit(List.of(TABLE, chain("c")), 0);
      refused(nft, Errno.ENOENT, 0, new NftOperation.DeleteChain(INET, "t", "d"));
      refused(nft, Errno.ENOENT, 0, new NftOperation.FlushChain(INET, "t", "d"));
      refused(nft, Errno.ENOENT, 0, new NftOperation.DeleteRule(INET, "t", "c", 99));
      refused(nft, Errno.ENOENT, 0, new NftOperation.DeleteSet(INET, "t", "s"));
      refused(nft, Errno.ENOENT, 0, new NftOperation.DeleteObject(INET, "t", "o", 1));
      refused(nft, Errno.ENOENT, 0, add("s", NftSetElem.of(Bytes.ofU16(1))));
      refused(nft, Errno.ENOENT, 0, rule("c", Lookup.in("s", Register.R0)));
      refused(nft, Errno.ENOENT, 0, rule("c", new Immediate.Verdict(Verdict.goTo("d"))));
      NftRule counting = NftRule.of("c", Counter.ZERO);
      refused(nft, Errno.ENOENT, 0, new NftOperation.InsertRule(INET, "t", counting, 99));
    }
  }

  @Test
  void whatIsInUseStays() {
    try (NftKernel nft = connect()) {
      NftSet map = NftSet.verdictMap("m", 0, 13, 2);
      NftSet set = NftSet.set("s", 0, 13, 2);
      long unused =
          nft.commit(
              List.of(
                  TABLE,
                  chain("c"),
                  chain("jumped"),
                  chain("mapped"),
                  new NftOperation.AddSet(INET, "t", map),
                  new NftOperation.AddSet(INET, "t", set),
                  add("m", NftSetElem.of(Bytes.ofU16(80), Verdict.goTo("mapped"))),
                  rule("c", port(), Lookup.in("s", Register.R0)),
                  rule("c", new Immediate.Verdict(Verdict.jump("jumped")))),
              0);

      refused(nft, Errno.EBUSY, 0, new NftOperation.DeleteChain(INET, "t", "jumped"));
      refused(nft, Errno.EBUSY, 0, new NftOperation.DeleteChain(INET, "t", "mapped"));
      refused(nft, Errno.EBUSY, 0, new NftOperation.DeleteSet(INET, "t", "s"));
      long after =
          nft.commit(
              List.of(
                  new NftOperation.FlushChain(INET, "t", "c"),
                  new NftOperation.DeleteChain(INET, "t", "jumped"),
                  new NftOperation.DeleteSet(INET, "t", "s"),
                  new NftOperation.DeleteSet(INET, "t", "m"),
                  new NftOperation.DeleteChain(INET, "t", "mapped")),
              0);
      assertThat(after).isEqualTo(nft.generation());
      assertThat(dump(nft).ruleset().chains()).containsOnlyKeys("c");
      assertThat(dump(nft).ruleset().sets()).isEmpty();
    }
  }

  @Test
  void aChainGoesWithItsOwnRules() {
    try (NftKernel nft = connect()) {
      long made = nft.commit(List.of(TABLE, chain("c"), rule("c", Counter.ZERO)), 0);

      long gone = nft.commit(List.of(new NftOperation.DeleteChain(INET, "t", "c")), made);

      assertThat(gone).isEqualTo(made + 1);
      assertThat(dump(nft).ruleset().rules()).isEmpty();
    }
  }

  @Test
  void rulesStandWhereTheyWereInserted() {
    try (NftKernel nft = connect()) {
      long unused = nft.commit(List.of(TABLE, chain("c"), verdict(1), verdict(5)), 0);
      long last = dump(nft).rulesOf("c").get(1).handle();

      long made = nft.commit(List.of(inserted(3, last), inserted(4, last), verdict(6)), 0);

      assertThat(marks(nft)).containsExactly(1, 3, 4, 5, 6);
      long first = dump(nft).rulesOf("c").get(0).handle();
      long less = nft.commit(List.of(new NftOperation.DeleteRule(INET, "t", "c", first)), made);
      assertThat(marks(nft)).containsExactly(3, 4, 5, 6);
      assertThat(less).isEqualTo(made + 1);
      assertThat(dump(nft).rulesOf("c").stream().map(RuleWithHandle::handle))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void rulesAreInsertedBeforeOneThatTheSameBatchDeletesFirst() {
    try (NftKernel nft = connect()) {
      long unused = nft.commit(List.of(TABLE, chain("c"), verdict(1), verdict(5), verdict(9)), 0);
      long middle = dump(nft).rulesOf("c").get(1).handle();

      unused =
          nft.commit(
              List.of(
                  inserted(3, middle),
                  new NftOperation.DeleteRule(INET, "t", "c", middle),
                  inserted(4, middle)),
              0);

      assertThat(marks(nft)).containsExactly(1, 3, 4, 9);
      refused(nft, Errno.ENOENT, 0, inserted(7, middle));
      long first = dump(nft).rulesOf("c").get(0).handle();
      NftOperation delete = new NftOperation.DeleteRule(INET, "t", "c", first);
      refused(nft, Errno.ENOENT, 1, delete, delete);
      unused =
          nft.commit(
              List.of(new NftOperation.FlushChain(INET, "t", "c"), inserted(8, first), verdict(2)),
              0);
      assertThat(marks(nft)).containsExactly(8, 2);
    }
  }

  @Test
  void anElementIsAddedAgainButNotWithOtherData() {
    try (NftKernel nft = connect()) {
      NftSet map = NftSet.verdictMap("m", 0, 13, 2);
      NftSetElem drop = NftSetElem.of(Bytes.ofU16(80), Verdict.DROP);
      long unused =
          nft.commit(List.of(TABLE, new NftOperation.AddSet(INET, "t", map), add("m", drop)), 0);

      long same = nft.commit(List.of(add("m", drop)), 0);

      refused(nft, Errno.EEXIST, 0, add("m", NftSetElem.of(Bytes.ofU16(80), Verdict.ACCEPT)));
      refused(nft, Errno.EINVAL, 0, add("m", NftSetElem.of(Bytes.ofU32(80), Verdict.ACCEPT)));
      refused(nft, Errno.EINVAL, 0, add("m", NftSetElem.of(Bytes.ofU16(81))));
      refused(nft, Errno.ENOENT, 0, delete("m", NftSetElem.of(Bytes.ofU16(81))));
      assertThat(same).isEqualTo(nft.generation());
      assertThat(dump(nft).ruleset().elementsOf("m").size()).isEqualTo(1);
    }
  }

  @Test
  void whatIsDestroyedNeedNotBeThere() {
    NftSet set = NftSet.set("s", 0, 13, 2);
    NftSetElem port = NftSetElem.of(Bytes.ofU16(80));
    List<NftOperation> inside =
        List.of(
            delete("s", port),
            new NftOperation.FlushChain(INET, "t", "c"),
            new NftOperation.DeleteRule(INET, "t", "c", 77),
            new NftOperation.DeleteChain(INET, "t", "c"),
            new NftOperation.DeleteSet(INET, "t", "s"),
            new NftOperation.DeleteObject(INET, "t", "o", NftObject.COUNTER));
    NftOperation table = new NftOperation.Destroy(new NftOperation.DeleteTable(INET, "t"));
    try (NftKernel nft = connect()) {
      long none = nft.commit(List.of(table), 0);
      for (NftOperation deletion : inside) {
        refused(nft, Errno.ENOENT, 0, new NftOperation.Destroy(deletion));
      }
      List<NftOperation> things =
          List.of(TABLE, chain("c"), new NftOperation.AddSet(INET, "t", set), add("s", port));

      long made = nft.commit(things, none);
      for (NftOperation deletion : inside) {
        long unused = nft.commit(List.of(new NftOperation.Destroy(deletion)), 0);
      }

      assertThat(dump(nft).ruleset().chains()).isEmpty();
      assertThat(dump(nft).ruleset().sets()).isEmpty();
      long before = nft.generation();
      assertThat(before).isGreaterThan(made);
      for (NftOperation deletion : inside.subList(1, inside.size())) {
        assertThat(nft.commit(List.of(new NftOperation.Destroy(deletion)), 0)).isEqualTo(before);
      }
      refused(nft, Errno.ENOENT, 0, new NftOperation.Destroy(inside.get(0)));
      long unused = nft.commit(List.of(table, table), before);
      assertThat(nft.tables()).isEmpty();
    }
  }

  @Test
  void aSetKeepsItsShapeAndABaseChainItsHook() {
    try (NftKernel nft = connect()) {
      NftSet set = NftSet.set("s", 0, 13, 2);
      long unused = nft.commit(List.of(TABLE, new NftOperation.AddSet(INET, "t", set), base(0)), 0);

      NftSet other = NftSet.set("s", 0, 7, 4);
      refused(nft, Errno.EEXIST, 0, new NftOperation.AddSet(INET, "t", other));
      refused(nft, Errno.EOPNOTSUPP, 0, base(5));
    }
  }

  @Test
  void nothingJumpsToABaseChain() {
    try (NftKernel nft = connect()) {
      long unused = nft.commit(List.of(TABLE, base(0), chain("c")), 0);

      refused(nft, Errno.EOPNOTSUPP, 0, rule("c", new Immediate.Verdict(Verdict.jump("base"))));
    }
  }

  @Test
  void elementsAreReadByTheirKeys() {
    try (NftKernel nft = connect()) {
      NftSet map = NftSet.verdictMap("m", 0, 13, 2);
      List<NftSetElem> all = new ArrayList<>();
      for (int port = 0; port < 1000; port++) {
        all.add(NftSetElem.of(Bytes.ofU16(port), port % 2 == 0 ? Verdict.DROP : Verdict.ACCEPT));
      }
      long before =
          nft.commit(
              List.of(
                  TABLE,
                  new NftOperation.AddSet(INET, "t", map),
                  add("m", all.toArray(NftSetElem[]::new))),
              0);

      // In their order, more than one request holds; and only the key is asked for.
      List<NftSetElem> asked = new ArrayList<>(all.subList(100, 900));
      Collections.reverse(asked);
      List<NftSetElem> keys = asked.stream().map(e -> NftSetElem.of(e.key())).toList();
      assertThat(nft.elements(INET, "t", "m", new SetElements.Listed(keys))).isEqualTo(asked);
      assertThat(nft.elements(INET, "t", "m", SetElements.NONE)).isEmpty();
      assertThat(nft.generation()).isEqualTo(before);
      notFound(nft, "m", NftSetElem.of(Bytes.ofU16(1)), NftSetElem.of(Bytes.ofU16(1000)));
      notFound(nft, "absent", NftSetElem.of(Bytes.ofU16(1)));
    }
  }

  private static void notFound(NftKernel nft, String set, NftSetElem... keys) {
    assertThatThrownBy(() -> nft.elements(INET, "t", set, new SetElements.Listed(List.of(keys))))
        .isInstanceOfSatisfying(
            NftException.class,
            e -> assertThat(e.reason()).isEqualTo(NftException.Reason.NOT_FOUND));
  }

  @Test
  void aSetHoldsNoMoreThanItsSize() {
    try (NftKernel nft = connect()) {
      NftSet set = NftSet.set("s", 0, 13, 2).withSize(2);
      long unused = nft.commit(List.of(TABLE, new NftOperation.AddSet(INET, "t", set)), 0);

      NftSetElem[] three = new NftSetElem[3];
      for (int i = 0; i < three.length; i++) {
        three[i] = NftSetElem.of(Bytes.ofU16(i));
      }
      refused(nft, 23, 0, add("s", three));
    }
  }

  @Test
  void aTableThatAnotherOwnsIsLeftAlone() {
    NftTable owned =
        new NftTable(INET, "t", NftTable.F_OWNER, UserData.NONE, new NftTable(INET, "t").unknown());
    try (NftKernel other = connect()) {
      try (NftKernel owner = connect()) {
        long unused = owner.commit(List.of(new NftOperation.AddTable(owned)), 0);

        refused(other, Errno.EPERM, 0, chain("c"));
        assertThat(owner.commit(List.of(chain("c")), 0)).isEqualTo(other.generation());
      }
      assertThat(other.dump(INET, "t")).as("once its owner is gone").isEmpty();
    }
  }

  @Test
  void aTableThatIsToPersistOutlivesItsOwnerAndIsAdopted() {
    NftTable owned =
        new NftTable(
            INET,
            "t",
            NftTable.F_OWNER | NftTable.F_PERSIST,
            UserData.NONE,
            new NftTable(INET, "t").unknown());
    try (NftKernel other = connect()) {
      try (NftKernel owner = connect()) {
        long unused = owner.commit(List.of(new NftOperation.AddTable(owned), chain("c")), 0);
        refused(other, Errno.EPERM, 0, chain("d"));
      }

      assertThat(dump(other).ruleset().chains()).containsKey("c");
      assertThat(dump(other).ruleset().table().flags()).isEqualTo(NftTable.F_PERSIST);

      long unused = other.commit(List.of(new NftOperation.AddTable(owned), chain("d")), 0);
      assertThat(dump(other).ruleset().chains()).containsKey("d");
      try (NftKernel third = connect()) {
        refused(third, Errno.EPERM, 0, chain("e"));
      }
    }
  }

  private static void refused(NftKernel nft, int errno, int index, NftOperation... operations) {
    assertThatThrownBy(() -> nft.commit(List.of(operations), 0))
        .isInstanceOfSatisfying(
            NftException.class,
            e -> {
              assertThat(e.errno()).as(e.getMessage()).isEqualTo(errno);
              assertThat(e.operationIndex()).as(e.getMessage()).hasValue(index);
              assertThat(e.operation()).contains(operations[index]);
            });
  }

  private static TableDump dump(NftKernel nft) {
    return nft.dumpWithHandles(INET, "t").orElseThrow();
  }

  private static NftOperation chain(String name) {
    return new NftOperation.AddChain(INET, "t", NftChain.regular(name, UserData.NONE));
  }

  private static NftOperation base(int priority) {
    BaseHook hook =
        new BaseHook(
            "filter", BaseHook.LOCAL_IN, priority, BaseHook.ChainPolicy.ACCEPT, Optional.empty());
    return new NftOperation.AddChain(INET, "t", NftChain.base("base", hook, UserData.NONE));
  }

  private static Payload port() {
    return new Payload(Register.R0, Payload.Base.TRANSPORT, 2, 2);
  }

  private static NftOperation rule(
      String chain, io.portcullis.netlink.nftables.expr.Expression... expressions) {
    return new NftOperation.AddRule(INET, "t", NftRule.of(chain, expressions));
  }

  /** A rule that can be told from others. */
  private static NftOperation verdict(int mark) {
    return rule("c", new Immediate.Value(Register.R0, Bytes.ofU32(mark)));
  }

  private static NftOperation inserted(int mark, long before) {
    NftRule rule = ((NftOperation.AddRule) verdict(mark)).rule();
    return new NftOperation.InsertRule(INET, "t", rule, before);
  }

  private static List<Integer> marks(NftKernel nft) {
    List<Integer> marks = new ArrayList<>();
    for (RuleWithHandle rule : dump(nft).rulesOf("c")) {
      marks.add(((Immediate.Value) rule.rule().expressions().get(0)).value().u8(3));
    }
    return marks;
  }

  private static NftOperation add(String set, NftSetElem... elements) {
    return new NftOperation.AddElements(INET, "t", set, new SetElements.Listed(List.of(elements)));
  }

  private static NftOperation delete(String set, NftSetElem... elements) {
    return new NftOperation.DeleteElements(
        INET, "t", set, new SetElements.Listed(List.of(elements)));
  }
}
