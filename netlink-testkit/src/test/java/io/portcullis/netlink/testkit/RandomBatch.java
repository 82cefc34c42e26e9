package io.portcullis.netlink.testkit;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.RuleWithHandle;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Payload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Batches on few names, so that they often collide, of operations that may well be refused. Jumps
 * lead only to chains of later letters: loops are out of the fake's scope. No rule is inserted
 * before one that the same batch has deleted: see {@link NftOperation.InsertRule}.
 */
final class RandomBatch {

  private static final NfFamily INET = NfFamily.INET;
  private static final String CHAINS = "abcd";

  private final Random random;
  private final Set<String> shrunk = new HashSet<>();

  RandomBatch(Random random) {
    this.random = random;
  }

  /** One operation of a batch; rules are named by their place, since handles differ. */
  interface Step {

    /** The operation for a kernel that holds {@code dump}. */
    NftOperation on(Optional<TableDump> dump);
  }

  List<Step> next() {
    List<Step> steps = new ArrayList<>();
    shrunk.clear();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      steps.add(step());
    }
    return steps;
  }

  private Step step() {
    String chain = chain();
    return switch (random.nextInt(24)) {
      case 0, 1 -> fixed(new NftOperation.AddTable(new NftTable(INET, "t")));
      case 2 ->
          fixed(
              random.nextInt(4) == 0
                  ? new NftOperation.DeleteTable(INET, "t")
                  : new NftOperation.AddTable(new NftTable(INET, "t")));
      case 3, 4, 5, 6 ->
          fixed(new NftOperation.AddChain(INET, "t", NftChain.regular(chain, UserData.NONE)));
      case 7 -> fixed(new NftOperation.DeleteChain(INET, "t", chain));
      case 8, 9, 10, 11 -> fixed(new NftOperation.AddRule(INET, "t", rule(chain)));
      case 12 -> {
        shrunk.add(chain);
        yield fixed(new NftOperation.FlushChain(INET, "t", chain));
      }
      case 13 -> {
        shrunk.add(chain);
        int place = random.nextInt(3);
        yield dump -> new NftOperation.DeleteRule(INET, "t", chain, handle(dump, chain, place));
      }
      case 14, 15 -> {
        int place = random.nextInt(3);
        NftRule rule = rule(chain);
        yield shrunk.contains(chain)
            ? fixed(new NftOperation.AddRule(INET, "t", rule))
            : dump -> new NftOperation.InsertRule(INET, "t", rule, handle(dump, chain, place));
      }
      case 16, 17 -> fixed(new NftOperation.AddSet(INET, "t", set()));
      case 18 -> fixed(new NftOperation.DeleteSet(INET, "t", random.nextBoolean() ? "s" : "m"));
      case 19 -> fixed(new NftOperation.DeleteElements(INET, "t", "m", elements(true)));
      case 20 -> fixed(new NftOperation.DeleteElements(INET, "t", "s", elements(false)));
      case 21 -> fixed(new NftOperation.AddElements(INET, "t", "s", elements(false)));
      default -> fixed(new NftOperation.AddElements(INET, "t", "m", elements(true)));
    };
  }

  private static Step fixed(NftOperation operation) {
    return dump -> operation;
  }

  private static long handle(Optional<TableDump> dump, String chain, int place) {
    List<RuleWithHandle> rules = dump.map(d -> d.rulesOf(chain)).orElse(List.of());
    return place < rules.size() ? rules.get(place).handle() : 0x7fff_ffffL;
  }

  private String chain() {
    int at = random.nextInt(CHAINS.length());
    return CHAINS.substring(at, at + 1);
  }

  private NftRule rule(String chain) {
    Payload port = new Payload(Register.R0, Payload.Base.TRANSPORT, 2, 2);
    int later = CHAINS.indexOf(chain) + 1;
    return switch (random.nextInt(4)) {
      case 0 -> NftRule.of(chain, port, Lookup.in("s", Register.R0), Counter.ZERO);
      case 1 ->
          later < CHAINS.length()
              ? NftRule.of(
                  chain, new Immediate.Verdict(Verdict.jump(CHAINS.substring(later, later + 1))))
              : NftRule.of(chain, new Immediate.Verdict(Verdict.DROP));
      default ->
          NftRule.of(chain, new Immediate.Value(Register.R0, Bytes.ofU32(random.nextInt(99))));
    };
  }

  private NftSet set() {
    return switch (random.nextInt(5)) {
      case 0 -> NftSet.set("s", 0, 7, 4);
      case 1, 2 -> NftSet.set("s", 0, 13, 2);
      default -> NftSet.verdictMap("m", 0, 13, 2);
    };
  }

  private SetElements elements(boolean map) {
    List<NftSetElem> elements = new ArrayList<>();
    int first = random.nextInt(6);
    for (int i = 0; i < 1 + random.nextInt(2); i++) {
      Bytes key = Bytes.ofU16(first + i);
      elements.add(
          map
              ? NftSetElem.of(key, random.nextInt(3) == 0 ? Verdict.goTo(chain()) : Verdict.DROP)
              : NftSetElem.of(key));
    }
    return new SetElements.Listed(elements);
  }
}
