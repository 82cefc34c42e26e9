package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.compiler.diff.DifferenceText;
import io.portcullis.compiler.diff.PolicyComparison;
import io.portcullis.policy.compare.ResourceDifference;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.HostLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What policy would be: the same as from nothing, and without a trace for whoever enforces. */
final class WorkshopTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_129L);
  private static final int POLICIES = 120;
  private static final List<HostLink> LINKS = List.of();
  private static final DataplaneSettings SETTINGS = DataplaneSettings.defaults();

  private final Random random = new Random(SEED);
  private final Workshop workshop = new Workshop("node1", SETTINGS);
  private String text = LargePolicy.text(POLICIES);
  private Resolved enforced = workshop.resolve(texts(text), LINKS);
  private Proven proven = workshop.compile(enforced.policy());

  private static List<SourceText> texts(String text) {
    return List.of(new SourceText("cli:policy.yaml", text));
  }

  private static Resolved anew(String text) {
    return Resolved.of(texts(text), "node1", LINKS, SETTINGS, List.of());
  }

  /** Another address, port or action, or a policy that goes or comes; never two of one name. */
  private String changed(String before, int round) {
    int i = random.nextInt(POLICIES);
    return switch (random.nextInt(5)) {
      case 0 -> before.replace("10.0.%d.2/32".formatted(i), "10.9.%d.%d/32".formatted(i, round));
      case 1 ->
          before.replace("ports: [%d]".formatted(30_000 + i), "ports: [%d]".formatted(31_000 + i));
      case 2 -> before.replace(LargePolicy.policy(i, "Allow", 30_000 + i), "---\n# gone\n");
      case 3 ->
          before.replace(
              LargePolicy.policy(i, "Allow", 30_000 + i),
              LargePolicy.policy(i, "Deny", 30_000 + i));
      default -> before + LargePolicy.policy(1000 + round, "Deny", 30_000 + i);
    };
  }

  @Test
  void whatWouldBeIsWhatStartingFromNothingGives() {
    int quick = 0;
    for (int round = 0; round < 60; round++) {
      String what = "-Dportcullis.seed=%d round %d".formatted(SEED, round);
      String next = changed(changed(text, round), 100 + round);
      Workshop.Rehearsed rehearsed =
          workshop.rehearse(texts(next), LINKS, true).orElseThrow(AssertionError::new);
      Resolved whole = anew(next);

      assertThat(rehearsed.resolved().resources()).as(what).isEqualTo(whole.resources());
      assertThat(rehearsed.resolved().policy()).as(what).isEqualTo(whole.policy());
      assertThat(rehearsed.resolved().findings(List.of()))
          .as(what)
          .isEqualTo(whole.findings(List.of()));
      assertThat(rehearsed.findings().get()).as(what).isEqualTo(whole.findings());
      assertThat(ResourceDifference.between(enforced.resources(), rehearsed.resolved().resources()))
          .as(what)
          .isEqualTo(ResourceDifference.between(anew(text).resources(), whole.resources()));
      assertThat(packets(enforced, rehearsed.resolved()))
          .as(what)
          .isEqualTo(packets(anew(text), whole));
      quick += rehearsed.proven() ? 1 : 0;
      if (round % 3 == 0) {
        goOn(changed(text, 200 + round), what);
      }
    }
    assertThat(quick).isGreaterThan(20);
  }

  private static String packets(Resolved before, Resolved after) {
    return DifferenceText.text(
        PolicyComparison.compare(
            before.policy(), after.policy(), true, List.of(), PolicyComparison.DEFAULT_LIMIT),
        1000);
  }

  /** Enforces something else, which is the same as if nobody had asked. */
  private void goOn(String next, String what) {
    text = next;
    enforced = workshop.resolve(texts(text), LINKS);
    Proven after = workshop.compile(enforced.policy());
    assertThat(enforced.policy()).as(what).isEqualTo(anew(text).policy());
    assertThat(after.compiled().policy()).as(what).isEqualTo(enforced.policy());
    proven = after;
  }

  @Test
  void whoeverEnforcesGoesOnFromWhatWasThere() {
    String next = text.replace("10.0.7.2/32", "10.9.7.2/32");
    assertThat(workshop.rehearse(texts(next), LINKS, true).orElseThrow().proven()).isTrue();

    assertThat(workshop.resolve(texts(text), LINKS).policy()).isEqualTo(enforced.policy());
    Proven same = workshop.compile(workshop.resolve(texts(text), LINKS).policy());
    assertThat(same.since(proven).orElseThrow().batches()).isEmpty();
    Proven after = workshop.compile(workshop.resolve(texts(next), LINKS).policy());
    List<?> operations = new ArrayList<>(after.since(same).orElseThrow().batches());
    assertThat(operations).hasSize(1);
  }

  @Test
  void whatIsWrongIsToldAndLeavesNothingBehind() {
    assertThatThrownBy(() -> workshop.rehearse(texts(text.replace("Allow", "Alow")), LINKS, true))
        .isInstanceOf(AgentException.class);
    assertThatThrownBy(() -> workshop.rehearse(texts(text + LargePolicy.set(3, 1)), LINKS, true))
        .isInstanceOf(AgentException.class);

    assertThat(workshop.resolve(texts(text), LINKS).policy()).isSameAs(enforced.policy());
  }

  @Test
  void whatDiffersInMuchIsNotAskedOfThoseWhoEnforce() {
    String other = "# moved\n" + text;
    List<HostLink> links = List.of(new HostLink("eth9", List.of()));

    assertThat(workshop.rehearse(texts(LargePolicy.text(POLICIES + 300)), LINKS, true)).isEmpty();
    assertThat(workshop.rehearse(texts(text), links, true)).isEmpty();
    assertThat(new Workshop("node1", SETTINGS).rehearse(texts(other), LINKS, true)).isEmpty();
  }
}
