package io.portcullis.compiler.lower;

import io.portcullis.compiler.Place;
import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.layout.Prices;
import io.portcullis.compiler.layout.Shape;
import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.compiler.model.Stage;
import io.portcullis.compiler.model.StagePlan;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.policy.effective.EffectivePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Policy of one endpoint class in one family, stage after stage. With more than one, a chain jumps
 * to each in turn: what a stage does not decide comes back, and goes on to the next.
 */
final class StagedProgram {

  private StagedProgram() {}

  /** Appends to {@code chain} what decides every packet that gets there. */
  static void lower(Scope scope, EffectivePolicy policy, String chain, Failsafes failsafes) {
    List<ClassRule> boxes = ServiceModel.boxes(policy, scope.family());
    List<Stage> stages = StagePlan.of(boxes, scope.family(), scope.bounds());
    for (int i = 0; i < stages.size(); i++) {
      scope
          .draft()
          .choice(choice(scope, "stage " + (i + 1) + " of " + stages.size(), stages.get(i)));
    }
    if (stages.size() == 1 && stages.get(0).kind() == Stage.Kind.PORT_FIRST) {
      SourceStage.Maps maps =
          FamilyProgram.lower(
              scope,
              stages.get(0).boxes(),
              chain,
              failsafes.instead(scope.name()),
              scope.bounds().room(stages.get(0)));
      note(scope, policy, stages.get(0), Optional.of(maps));
      return;
    }
    failsafes.beforeHighPorts(chain);
    if (stages.size() == 1) {
      if (!boxes.isEmpty()) {
        Place first = scope.draft().next(chain);
        scope.draft().stage(first, policy, scope.family(), boxes.get(0).rule().id());
      }
      lower(scope, policy, stages.get(0), chain);
      return;
    }
    String main = scope.named("stages");
    scope.draft().chain(main, "stages of policy, one after the other");
    scope.draft().rule(chain, Loads.goTo(main));
    for (int i = 0; i < stages.size(); i++) {
      boolean last = i == stages.size() - 1;
      Scope within = scope.within("stage-" + (i + 1), last);
      scope.draft().chain(within.name(), "stage " + (i + 1) + " of " + stages.size());
      lower(within, policy, stages.get(i), within.name());
      Verdict there = last ? Verdict.goTo(within.name()) : Verdict.jump(within.name());
      Place place = scope.draft().rule(main, Loads.verdict(there));
      scope.draft().stage(place, policy, scope.family(), stages.get(i).boxes().get(0).rule().id());
    }
  }

  private static void note(
      Scope scope, EffectivePolicy policy, Stage stage, Optional<SourceStage.Maps> maps) {
    scope.draft().sources(new SourceStage(policy, scope.family(), stage, scope.bounds(), maps));
  }

  private static void lower(Scope scope, EffectivePolicy policy, Stage stage, String chain) {
    if (stage.kind() == Stage.Kind.PORT_FIRST) {
      long room = scope.bounds().room(stage);
      note(
          scope,
          policy,
          stage,
          Optional.of(FamilyProgram.lower(scope, stage.boxes(), chain, Map.of(), room)));
      return;
    }
    note(scope, policy, stage, Optional.empty());
    switch (stage.kind()) {
      case PORT_FIRST -> throw new IllegalStateException("its sources are noted above");
      case SOURCE_FIRST, NESTS -> SourceProgram.lower(scope, stage, chain);
      case LINEAR ->
          scope
              .draft()
              .rule(chain, Loads.verdict(GeneralProgram.ofServices(scope).lower(stage.boxes())));
    }
  }

  /** The order of lookups of a stage; a lower bound of its price, for the lengths come later. */
  private static Choice choice(Scope scope, String subject, Stage stage) {
    int addressBytes = scope.family().bits() / 8;
    double port = Prices.SERVICES + Prices.hash(2 * Loads.WORD + addressBytes, stage.portFirst());
    double source = Prices.SERVICES + Prices.hash(addressBytes, stage.sourceFirst());
    long rules = stage.boxes().size();
    List<Shape> shapes = new ArrayList<>();
    shapes.add(new Shape("port first, then source", 2, stage.portFirst(), port));
    if (stage.sourceFirst() != Stage.NOT_COUNTED) {
      boolean nests = stage.kind() == Stage.Kind.NESTS;
      String what = "source first, then " + (nests ? "rules that sources share, by port" : "port");
      shapes.add(
          new Shape(what, 2, stage.sourceFirst(), source + stage.step() * 2 * Prices.COMPARISON));
    }
    shapes.add(new Shape("rule after rule", 0, rules, rules * (Prices.COMPARISON + Prices.GOTO)));
    Shape chosen =
        switch (stage.kind()) {
          case PORT_FIRST -> shapes.get(0);
          case SOURCE_FIRST, NESTS -> shapes.get(1);
          case LINEAR -> shapes.get(shapes.size() - 1);
        };
    shapes.remove(chosen);
    return new Choice(scope.name(), subject, chosen, shapes);
  }
}
