package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prints how long it takes to find, and to commit, one changed element among many. Not a test: run
 * its main by hand, as root. The argument is the number of elements, by default 100,000.
 */
final class DifferenceTiming {

  private static final int ROUNDS = 41;
  private static final List<Verdict> VERDICTS =
      List.of(Verdict.goTo("allow"), Verdict.goTo("deny"));

  private DifferenceTiming() {}

  public static void main(String[] arguments) throws Exception {
    int count = arguments.length == 0 ? 100_000 : Integer.parseInt(arguments[0]);
    try (KernelTable kernel = new KernelTable()) {
      kernel.become(ruleset(count, -1));
      long[] dump = new long[ROUNDS];
      long[] equal = new long[ROUNDS];
      long[] difference = new long[ROUNDS];
      long[] commit = new long[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        Ruleset wanted = ruleset(count, round);
        long start = System.nanoTime();
        Optional<TableDump> held = kernel.held();
        dump[round] = System.nanoTime() - start;
        start = System.nanoTime();
        boolean same = Rulesets.same(held.orElseThrow().ruleset(), wanted);
        equal[round] = System.nanoTime() - start;
        start = System.nanoTime();
        List<NftOperation> operations = Difference.between(held, wanted);
        difference[round] = System.nanoTime() - start;
        start = System.nanoTime();
        kernel.commit(operations, held);
        commit[round] = System.nanoTime() - start;
        if (same || operations.size() != 2) {
          throw new IllegalStateException("one element differs, not " + operations.size());
        }
      }
      System.out.printf(
          "%d elements, one changed, medians of %d: dump %.1f ms, Rulesets.same %.1f ms,"
              + " Difference.between %.2f ms, commit %.2f ms%n",
          count, ROUNDS, median(dump), median(equal), median(difference), median(commit));
    }
  }

  private static double median(long[] nanoseconds) {
    Arrays.sort(nanoseconds);
    return nanoseconds[ROUNDS / 2] / 1e6;
  }

  /** A map of {@code count} elements, of which number {@code other} has the other verdict. */
  private static Ruleset ruleset(int count, int other) {
    ElementBlock.Builder block = ElementBlock.ofVerdicts(12, VERDICTS);
    ByteBuffer key = ByteBuffer.allocate(12);
    for (int i = 0; i < count; i++) {
      key.putInt(0, 6 << 24).putShort(4, (short) 30080).putInt(8, 0x0a000000 + i);
      block.add(key.array(), i == other ? 1 : 0);
    }
    int type =
        NftDataType.concat(NftDataType.INET_PROTO, NftDataType.INET_SERVICE, NftDataType.IPV4_ADDR);
    Map<String, NftChain> chains = new LinkedHashMap<>();
    chains.put("allow", NftChain.regular("allow", UserData.NONE));
    chains.put("deny", NftChain.regular("deny", UserData.NONE));
    Map<String, SetElements> elements = Map.of("m", block.build());
    return new Ruleset(
        new NftTable(NfFamily.INET, KernelTable.NAME),
        chains,
        Map.of(),
        Map.of("m", NftSet.verdictMap("m", 0, type, 12).withSize(2 * count)),
        elements);
  }
}
