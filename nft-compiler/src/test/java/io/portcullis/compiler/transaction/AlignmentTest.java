package io.portcullis.compiler.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Immediate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AlignmentTest {

  @Test
  void rulesThatDoTheSameAreTheSameWhateverTheyCountedAndSay() {
    NftRule was = NftRule.of("c", new Counter(7, 700)).withUserData(Comments.of("before"));
    NftRule now = NftRule.of("c", Counter.ZERO).withUserData(Comments.of("after"));

    assertThat(Alignment.of(List.of(was), List.of(now))).containsExactly(0);
  }

  @Test
  void asManyAsCanKeepTheirOrderAreFound() {
    assertThat(Alignment.of(rules("abcdef"), rules("abXdYf"))).containsExactly(0, 1, -1, 3, -1, 5);
    assertThat(Alignment.of(rules("abc"), rules("cab"))).containsExactly(-1, 0, 1);
    assertThat(Alignment.of(rules(""), rules("ab"))).containsExactly(-1, -1);
    assertThat(Alignment.of(rules("ab"), rules(""))).isEmpty();
    assertThat(Alignment.of(rules("aaa"), rules("aa"))).containsExactly(0, 1);
  }

  @Test
  void indexesGrowAndPairsAreEqual() {
    for (long seed = 1; seed <= 500; seed++) {
      Random random = new Random(seed);
      List<NftRule> was = rules(word(random));
      List<NftRule> now = rules(word(random));

      int[] before = Alignment.of(was, now);

      int[] found = Arrays.stream(before).filter(i -> i >= 0).toArray();
      assertThat(found).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
      for (int i = 0; i < before.length; i++) {
        if (before[i] >= 0) {
          assertThat(was.get(before[i])).as("seed %d", seed).isEqualTo(now.get(i));
        }
      }
    }
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      word.append((char) ('a' + random.nextInt(4)));
    }
    return word.toString();
  }

  private static List<NftRule> rules(String letters) {
    List<NftRule> rules = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      Bytes value = Bytes.ofU32(letters.charAt(i));
      rules.add(NftRule.of("c", new Immediate.Value(Register.R0, value)));
    }
    return rules;
  }
}
