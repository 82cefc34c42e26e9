package io.portcullis.policy.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A loader that is kept reads as one that starts from nothing, and keeps what is the same. */
class IncrementalLoadTest {

  private static String set(String name, String net) {
    return """
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkSet
        metadata: {name: %s}
        spec: {nets: [%s]}
        """
        .formatted(name, net);
  }

  private static SourceText text(String name, String text) {
    return new SourceText(name, text);
  }

  @Test
  void documentsThatAreAsTheyWereAreTheSameObjects() {
    PolicyLoader loader = new PolicyLoader();
    String first = set("a", "10.0.0.0/8") + set("b", "10.1.0.0/16") + set("c", "10.2.0.0/16");
    SourceText other = text("y", set("d", "10.3.0.0/16"));
    List<NetworkSet> before = loader.next(List.of(text("x", first), other)).networkSets();

    String second = first.replace("10.1.0.0/16", "192.0.2.0/24");
    List<NetworkSet> after =
        loader.next(List.of(text("x", second), text("y", other.text()))).networkSets();

    assertThat(after).hasSize(4);
    assertThat(after.get(0)).isSameAs(before.get(0));
    assertThat(after.get(1)).isNotEqualTo(before.get(1));
    assertThat(after.get(2)).isSameAs(before.get(2));
    assertThat(after.get(3)).isSameAs(before.get(3));
    assertThat(after).isEqualTo(PolicyLoader.load(List.of(text("x", second), other)).networkSets());
  }

  @Test
  void aForkKnowsWhatIsKnownAndChangesNothing() {
    PolicyLoader loader = new PolicyLoader();
    String first = set("a", "10.0.0.0/8") + set("b", "10.1.0.0/16");
    Resources before = loader.next(List.of(text("x", first)));

    PolicyLoader fork = loader.fork();
    Resources other = fork.next(List.of(text("x", first + set("c", "10.2.0.0/16"))));
    assertThat(other.networkSets()).hasSize(3);
    assertThat(other.networkSets().get(0)).isSameAs(before.networkSets().get(0));
    assertThat(
            catchThrowableOfType(
                InvalidPolicyException.class,
                () -> fork.next(List.of(text("x", first + set("a", "10.2.0.0/16"))))))
        .hasMessageContaining("a is defined twice");

    assertThat(loader.next(List.of(text("x", first)))).isSameAs(before);
    assertThat(loader.next(List.of(text("x", set("a", "10.0.0.0/8")))).networkSets()).hasSize(1);
  }

  @Test
  void documentsThatMovedHaveNewPlaces() {
    PolicyLoader loader = new PolicyLoader();
    String first = set("a", "10.0.0.0/8") + set("b", "10.1.0.0/16");
    Resources unused = loader.next(List.of(text("x", first)));
    Resources moved = loader.next(List.of(text("x", "# above\n" + first)));

    assertThat(moved.networkSets().get(1).meta().position()).hasToString("x:8:1");
    assertThat(moved).isEqualTo(PolicyLoader.load(List.of(text("x", "# above\n" + first))));
  }

  @Test
  void whatIsWrongIsSaidAndForgottenOnceItIsRight() {
    PolicyLoader loader = new PolicyLoader();
    SourceText right = text("x", set("a", "10.0.0.0/8"));
    Resources before = loader.next(List.of(right));
    InvalidPolicyException twice =
        catchThrowableOfType(
            InvalidPolicyException.class,
            () -> loader.next(List.of(right, text("y", set("a", "10.0.0.0/8")))));
    InvalidPolicyException bad =
        catchThrowableOfType(
            InvalidPolicyException.class,
            () -> loader.next(List.of(right, text("y", set("b", "10.0.0.0/99")))));

    assertThat(twice.problems())
        .singleElement()
        .hasToString(
            "y:4:18: metadata.name: GlobalNetworkSet a is defined twice; the first is at x:2:1");
    assertThat(bad.problems()).singleElement().asString().startsWith("y:5:15: spec.nets[0]: ");
    assertThat(loader.next(List.of(right))).isEqualTo(before);
  }

  /** Whatever is done to texts, kept or not, whole or in documents, what is read is the same. */
  @Test
  void keptOrNotTheResultIsTheSame() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> cases = new ArrayList<>();
    ValidationCases.all().forEach(rule -> rule.cases().forEach(c -> cases.add(c.text())));
    cases.removeIf(text -> text.length() > 4_000);
    int right = 0;
    for (int world = 0; world < 200; world++) {
      PolicyLoader loader = new PolicyLoader();
      List<SourceText> texts = new ArrayList<>();
      for (int step = 0; step < 10; step++) {
        int at = random.nextInt(4);
        SourceText next = text("f" + at, made(cases, random));
        if (at < texts.size()) {
          texts.set(at, next);
        } else {
          texts.add(next);
        }
        String where = "seed " + seed + " world " + world + " step " + step;
        String fresh = outcome(() -> PolicyLoader.load(texts));
        assertThat(outcome(() -> loader.next(List.copyOf(texts)))).as(where).isEqualTo(fresh);
        right += fresh.startsWith("Resources") ? 1 : 0;
      }
    }
    assertThat(right).isBetween(50, 1_950);
  }

  private static String made(List<String> cases, Random random) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String piece =
          random.nextInt(8) == 0
              ? cases.get(random.nextInt(cases.size()))
              : set("s" + random.nextInt(40), "10.%d.0.0/16".formatted(random.nextInt(9)));
      out.append(piece.startsWith("---") ? "" : "---\n").append(piece).append('\n');
    }
    return out.toString();
  }

  private static String outcome(java.util.function.Supplier<Resources> load) {
    try {
      return load.get().toString();
    } catch (InvalidPolicyException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void aTextInDocumentsIsWhatItIsAsAWhole() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> cases = new ArrayList<>();
    ValidationCases.all().forEach(rule -> rule.cases().forEach(c -> cases.add(c.text())));
    cases.removeIf(text -> text.length() > 4_000);
    int cut = 0;
    for (int i = 0; i < 2_000; i++) {
      SourceText text = text("f", made(cases, random).replace("\n", i % 3 == 0 ? "\r\n" : "\n"));
      Document whole = DocumentReader.read(Chunk.whole(text));
      if (whole.problems().stream().anyMatch(p -> p.kind() == Problem.Kind.SYNTAX)) {
        continue; // as a whole, it is not read further than that
      }
      List<Document> pieces = Chunk.of(text).stream().map(DocumentReader::read).toList();
      String where = "seed " + seed + ": " + text.text();
      cut += pieces.size() > 1 ? 1 : 0;
      assertThat(pieces.stream().flatMap(d -> d.problems().stream()).toList())
          .as(where)
          .isEqualTo(whole.problems());
      assertThat(pieces.stream().flatMap(d -> d.networkSets().stream()).toList())
          .as(where)
          .isEqualTo(whole.networkSets());
      assertThat(pieces.stream().flatMap(d -> d.policies().stream()).toList())
          .as(where)
          .isEqualTo(whole.policies());
      assertThat(pieces.stream().flatMap(d -> d.names().stream()).toList())
          .as(where)
          .isEqualTo(whole.names());
    }
    assertThat(cut).isGreaterThan(500);
  }

  @Test
  void textsThatBindTheirDocumentsTogetherStayWhole() {
    for (String text :
        List.of(
            "%YAML 1.2\n---\na: b\n---\nc: d\n",
            "a: b\n...\n---\nc: d\n", "a: b\r---\nc: d\n", "a: b\n---c: d\n")) {
      assertThat(Chunk.of(text("f", text))).as(text).containsExactly(Chunk.whole(text("f", text)));
    }
    assertThat(Chunk.of(text("f", "a: b\n---\n\n--- {c: d}\n---")))
        .extracting(Chunk::text)
        .containsExactly("a: b\n", "---\n\n", "--- {c: d}\n", "---");
    assertThat(Chunk.of(text("f", "a: b\n---\n\n--- {c: d}\n---")))
        .extracting(chunk -> Optional.of(chunk.origin().lines()))
        .containsExactly(Optional.of(0), Optional.of(1), Optional.of(3), Optional.of(4));
  }
}
