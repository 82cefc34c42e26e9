package io.portcullis.compiler.diff;

import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.compiler.space.Cube;
import io.portcullis.compiler.space.Cubes;
import io.portcullis.compiler.space.Flow;
import io.portcullis.compiler.space.Work;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.packet.ConntrackState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares two policies of the same links in one family, piece by piece. */
final class PieceComparison {

  private final Links links;
  private final Family family;
  private final Side before;
  private final Side after;
  private final Work work;
  private final Collected out;

  PieceComparison(Links links, Family family, Side before, Side after, Work work, Collected out) {
    this.links = links;
    this.family = family;
    this.before = before;
    this.after = after;
    this.work = work;
    this.out = out;
  }

  void all(boolean attribution) {
    for (Map.Entry<Piece, Services> entry : Piece.all(before, after, family).entrySet()) {
      Piece piece = entry.getKey();
      work.spend(1);
      if (!piece.sameRules() || !before.alike(after)) {
        verdicts(piece, entry.getValue());
      }
      if (attribution) {
        attribution(piece, entry.getValue());
      }
    }
  }

  private void verdicts(Piece piece, Services services) {
    for (Set<ConntrackState> states : Region.KINDS) {
      for (boolean local : new boolean[] {true, false}) {
        if (local || piece.hasFailsafe()) {
          Cubes old = before.dropped(piece.before(), piece.failsafeBefore(), states, local);
          Cubes now = after.dropped(piece.after(), piece.failsafeAfter(), states, local);
          boolean elsewhere = !local || !piece.hasFailsafe();
          for (Cube cube : old.minus(now, work).parts()) {
            out.allowed(region(services, cube, states, local, elsewhere));
          }
          for (Cube cube : now.minus(old, work).parts()) {
            out.denied(region(services, cube, states, local, elsewhere));
          }
        }
      }
    }
  }

  private Region region(
      Services services, Cube cube, Set<ConntrackState> states, boolean local, boolean elsewhere) {
    return new Region(links, family, services, cube, states, local, elsewhere);
  }

  /** What one rule decides, or none. */
  private record Part(Optional<EffectiveRule> rule, Cubes packets) {

    boolean drops() {
      return rule.filter(of -> of.action() == Action.DENY).isPresent();
    }

    /** The same rule, moved or changed but not both; or no rule at all. */
    boolean sameRule(Part other) {
      if (rule.isEmpty() || other.rule.isEmpty()) {
        return rule.isEmpty() && other.rule.isEmpty();
      }
      EffectiveRule a = rule.get();
      EffectiveRule b = other.rule.get();
      return a.id().tier().equals(b.id().tier())
          && a.id().policy().equals(b.id().policy())
          && (a.id().index() == b.id().index() || a.boxes().equals(b.boxes()));
    }
  }

  /** Packets that policy is asked about by both, whatever failsafes say of the rest. */
  private void attribution(Piece piece, Services services) {
    AddressSet failsafe = piece.failsafeBefore().union(piece.failsafeAfter());
    for (Part old : parts(before, piece.before())) {
      for (Part now : parts(after, piece.after())) {
        if (old.drops() == now.drops() && !old.sameRule(now)) {
          Cubes both = old.packets.intersect(now.packets, work);
          if (!failsafe.isEmpty()) {
            both = both.minus(Cube.of(failsafe), work);
          }
          for (Cube cube : both.parts()) {
            out.attributed(
                old.rule.map(EffectiveRule::id),
                now.rule.map(EffectiveRule::id),
                region(services, cube, Region.FRESH, true, true));
          }
        }
      }
    }
  }

  private static List<Part> parts(Side side, ServiceClass service) {
    Flow flow = side.flow(service);
    List<Part> parts = new ArrayList<>();
    for (Flow.Hit hit : flow.hits()) {
      Action action = hit.rule().rule().action();
      if (action == Action.ALLOW || action == Action.DENY) {
        parts.add(new Part(Optional.of(hit.rule().rule()), hit.packets()));
      }
    }
    if (!flow.unmatched().isEmpty()) {
      parts.add(new Part(Optional.empty(), flow.unmatched()));
    }
    return parts;
  }
}
