package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Example;
import io.portcullis.netlink.nftables.Examples;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.debug.RuleText;
import io.portcullis.netlink.nftables.expr.Expression;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example of an expression, and every other object, as libnftnl understands our bytes of it:
 * what it encodes again is the same, and what it prints of rules is what we print.
 */
final class NftnlRereadTest {

  /** What the libnftnl of Debian 12 (1.2.4) does not read, print or write whole, and why. */
  private static final Map<String, String> BEYOND =
      Map.of(
          "Inner", "newer than it",
          "OfRegister", "bitwise operations newer than it",
          "OfValue", "bitwise operations newer than it");

  /**
   * Objref: libnftnl leaves out the NUL byte of a name, which the kernel does not need. Tunnel: it
   * does not know the mode.
   */
  private static final Set<String> OTHERWISE = Set.of("Named", "InMap", "Tunnel");

  @Test
  void libnftnlReadsWritesAndPrintsTheSame(@TempDir Path directory) throws Exception {
    List<Example> examples = Examples.all().toList();
    StringBuilder input = new StringBuilder();
    for (Example example : examples) {
      input.append(message(example)).append('\n');
    }
    String[] answers =
        NftnlProgram.feed(directory, input.toString(), "reread").split("(?m)^= ", -1);
    assertThat(answers).hasSize(examples.size() + 1);

    Map<String, String> wrong = new TreeMap<>();
    List<String> beyond = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      Example example = examples.get(i);
      if (BEYOND.containsKey(example.name())) {
        beyond.add(example.name());
        continue;
      }
      String[] answer = answers[i + 1].split("\n", 2);
      Bytes again = Bytes.ofHex(answer[0]);
      if (!OTHERWISE.contains(example.name())
          && !NftnlVectorsTest.tree(again).equals(NftnlVectorsTest.tree(message(example)))) {
        wrong.put(example + ": bytes", message(example) + " and " + again);
      }
      String printed =
          answer[1]
              .lines()
              .filter(line -> line.startsWith("  ["))
              .reduce("", (a, b) -> a + b + "\n");
      String ours = RuleText.of(rule(example));
      if (!ours.equals(printed)) {
        wrong.put(example + ": text", ours + "and " + printed);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(beyond).containsAll(BEYOND.keySet());
  }

  /** What the libnftnl of Debian 12 (1.2.4) does not give back as it read it, and why. */
  private static final Map<String, String> CHANGED =
      Map.of(
          "object-secmark", "takes the NUL byte of a context for one of it, and adds another",
          "object-tunnel", "reads the flags, and writes 0",
          "object-tunnel-ip6", "the same",
          "object-tunnel-vxlan", "the same, and the policy one level higher",
          "object-tunnel-erspan-1", "the same",
          "object-tunnel-erspan-2", "the same",
          "rule-objref", "leaves out the NUL byte of a name",
          "rule-objref-map", "the same",
          "rule-tunnel", "does not know the mode",
          "object-ct-helper", "leaves out the NUL byte of a name");

  @Test
  void libnftnlReadsAndWritesEveryObject(@TempDir Path directory) throws Exception {
    Map<String, Bytes> messages = new LinkedHashMap<>();
    NftnlVectors.all()
        .forEach(
            (name, operation) -> {
              if (operation.getClass().getSimpleName().startsWith("Add")) {
                messages.put(name, NftnlVectors.message(operation));
              }
            });
    StringBuilder input = new StringBuilder();
    messages.values().forEach(message -> input.append(message).append('\n'));
    String[] answers =
        NftnlProgram.feed(directory, input.toString(), "reread").split("(?m)^= ", -1);
    assertThat(answers).hasSize(messages.size() + 1);

    Map<String, String> changed = new TreeMap<>();
    int i = 0;
    for (Map.Entry<String, Bytes> sent : messages.entrySet()) {
      String answer = answers[++i].split("\n", 2)[0];
      assertThat(answer).as(sent.getKey()).matches("[0-9a-f]+");
      if (!NftnlVectorsTest.tree(Bytes.ofHex(answer))
          .equals(NftnlVectorsTest.tree(sent.getValue()))) {
        changed.put(sent.getKey(), sent.getValue() + " and " + answer);
      }
    }
    assertThat(changed).as("%s", changed).containsOnlyKeys(CHANGED.keySet());
    assertThat(messages).hasSizeGreaterThan(100);
  }

  private static NftRule rule(Example example) {
    return NftRule.of("c", example.rule().toArray(Expression[]::new));
  }

  private static Bytes message(Example example) {
    return NftnlVectors.message(new NftOperation.AddRule(NfFamily.INET, "t", rule(example)));
  }
}
