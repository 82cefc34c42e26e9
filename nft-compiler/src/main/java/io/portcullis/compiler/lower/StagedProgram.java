package io.portcullis.compiler.lower;

import io.portcullis.compiler.Place;
import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.compiler.model.Stage;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.compiler.model.StagePlan;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.policy.effective.EffectivePolicy;
import java.util.List;
import java.util.Map;

/**
 * Policy of one endpoint class in one family, stage after stage. With more than one, a chain jumps
 * to each in turn: what a stage does not decide comes back, and goes on to the next.
 */
final class StagedProgram {

  private StagedProgram() {}

  /** Appends to {@code chain} what decides every packet that gets there. */
  static void lower(
      Scope scope, EffectivePolicy policy, String chain, StageBounds bounds, Failsafes failsafes) {
    List<ClassRule> boxes = ServiceModel.boxes(policy, scope.family());
    List<Stage> stages = StagePlan.of(boxes, scope.family(), bounds);
    if (stages.size() == 1 && stages.get(0).kind() == Stage.Kind.PORT_FIRST) {
      FamilyProgram.lower(scope, stages.get(0).boxes(), chain, failsafes.instead(scope.name()));
      return;
    }
    failsafes.before(chain);
    if (stages.size() == 1) {
      lower(scope, stages.get(0), chain);
      return;
    }
    String main = scope.named("stages");
    scope.draft().chain(main, "stages of policy, one after the other");
    scope.draft().rule(chain, Loads.goTo(main));
    for (int i = 0; i < stages.size(); i++) {
      boolean last = i == stages.size() - 1;
      Scope within = scope.within("stage-" + (i + 1), last);
      scope.draft().chain(within.name(), "stage " + (i + 1) + " of " + stages.size());
      lower(within, stages.get(i), within.name());
      Verdict there = last ? Verdict.goTo(within.name()) : Verdict.jump(within.name());
      Place place = scope.draft().rule(main, Loads.verdict(there));
      scope.draft().stage(place, policy, scope.family(), stages.get(i).boxes().get(0).rule().id());
    }
  }

  private static void lower(Scope scope, Stage stage, String chain) {
    switch (stage.kind()) {
      case PORT_FIRST -> FamilyProgram.lower(scope, stage.boxes(), chain, Map.of());
      case SOURCE_FIRST -> SourceProgram.lower(scope, stage.boxes(), chain);
      case LINEAR ->
          scope
              .draft()
              .rule(chain, Loads.verdict(GeneralProgram.ofServices(scope).lower(stage.boxes())));
    }
  }
}
