package io.portcullis.agent.control;

import com.fasterxml.jackson.jr.ob.JSON;
import io.portcullis.agent.AgentException;
import io.portcullis.agent.Desired;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.Explained;
import io.portcullis.agent.HeldProof;
import io.portcullis.agent.HostLinks;
import io.portcullis.agent.Proven;
import io.portcullis.agent.Resolved;
import io.portcullis.agent.Workshop;
import io.portcullis.agent.state.Contents;
import io.portcullis.agent.state.Enforced;
import io.portcullis.agent.state.Refusals;
import io.portcullis.agent.state.Revision;
import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.DiffRequest;
import io.portcullis.api.v1.DiffResponse;
import io.portcullis.api.v1.ExplainRequest;
import io.portcullis.api.v1.ExplainResponse;
import io.portcullis.api.v1.Layout;
import io.portcullis.api.v1.VerifyResponse;
import io.portcullis.compiler.diff.DifferenceText;
import io.portcullis.compiler.diff.PacketDifference;
import io.portcullis.compiler.diff.PolicyComparison;
import io.portcullis.compiler.lint.Session;
import io.portcullis.compiler.space.TooMuchWork;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.compare.ResourceChange;
import io.portcullis.policy.compare.ResourceDifference;
import io.portcullis.policy.packet.Packet;
import io.portcullis.policy.resolve.Finding;
import io.portcullis.policy.resolve.HostLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Calls that work something out of immutable snapshots. */
final class Reads {

  private static final int REGIONS_SHOWN = 20;
  private static final int MOST_REGIONS = 1000;
  private static final int WHY_NOT = 16;

  private final Node node;

  Reads(Node node) {
    this.node = node;
  }

  /** What an apply would do; compiled and proven, neither kept nor sent. */
  ApplyResponse dryRun(ApplyRequest request) {
    String source = Messages.source(request.getSource());
    Revision now = node.store().current();
    if (request.hasExpectedRevision() && request.getExpectedRevision() != now.number()) {
      throw Refusals.stale(request.getExpectedRevision(), now.number());
    }
    Contents next = now.contents().with(source, Messages.texts(source, request.getDocumentsList()));
    boolean changed = !next.equals(now.contents());
    List<Session> sessions = Sessions.of(request.hasSession(), request.getSession());
    Optional<Desired> known = changed ? Optional.empty() : node.enforced(now);
    Outlook after =
        known
            .map(of -> new Outlook(of.resolved(), of::findings))
            .orElseGet(() -> proven(node.rehearsed(next, true)));
    ApplyResponse.Builder response =
        ApplyResponse.newBuilder().setRevision(now.number()).setChanged(changed);
    if (changed) {
      changes(node.now(now), after.resolved())
          .forEach(change -> response.addChanges(Messages.change(change)));
    }
    after.findings().apply(sessions).stream()
        .limit(100)
        .forEach(f -> response.addFindings(Messages.finding(f)));
    return response.build();
  }

  /** What policy is, or would be, and what is odd in it. */
  private record Outlook(Resolved resolved, Function<List<Session>, List<Finding>> findings) {}

  /** What is enforced was proven before it was sent; this is proven, and not sent. */
  private static Outlook proven(Workshop.Rehearsed rehearsed) {
    Resolved resolved = rehearsed.resolved();
    if (!rehearsed.proven()) {
      Proven unused = Proven.of(Desired.of(resolved).compiled());
    }
    return new Outlook(
        resolved, sessions -> resolved.findings(sessions, rehearsed.findings().get()));
  }

  DiffResponse diff(DiffRequest request) {
    Revision current = node.store().current();
    Contents now = current.contents();
    Contents next;
    if (request.getSource().isEmpty()) {
      next = revision(request.getRevision()).contents();
    } else {
      String source = Messages.source(request.getSource());
      next = now.with(source, Messages.texts(source, request.getDocumentsList()));
    }
    Resolved before = node.now(current);
    Resolved after = next.equals(now) ? before : node.rehearsed(next, false).resolved();
    CompletableFuture<List<ResourceChange>> changes =
        CompletableFuture.supplyAsync(() -> next.equals(now) ? List.of() : changes(before, after));
    int shown = shown(request.getShow());
    PacketDifference packets = packets(before, after, request.getAttribution());
    List<ResourceChange> resources = changes.join();
    DiffResponse.Builder response =
        DiffResponse.newBuilder()
            .setSame(same(resources, packets))
            .setText(DifferenceText.text(packets, shown))
            .setJson(json(DifferenceText.tree(packets, shown)));
    resources.forEach(change -> response.addResources(Messages.change(change)));
    return response.build();
  }

  private static List<ResourceChange> changes(Resolved before, Resolved after) {
    return ResourceDifference.between(before.resources(), after.resources());
  }

  private Revision revision(long number) {
    return node.store()
        .revision(number)
        .orElseThrow(
            () ->
                Refusals.notFound(
                    "revision " + number + " is not kept", "portcullis history lists those"));
  }

  private static int shown(int asked) {
    return asked == 0 ? REGIONS_SHOWN : PacketRequest.within("show", asked, MOST_REGIONS);
  }

  private static boolean same(List<ResourceChange> resources, PacketDifference packets) {
    return resources.isEmpty() && packets.sameVerdicts() && packets.attributed().isEmpty();
  }

  private static PacketDifference packets(Resolved before, Resolved after, boolean attribution) {
    List<Address> own =
        HostLinks.read().stream().flatMap(link -> link.addresses().stream()).toList();
    try {
      return PolicyComparison.compare(
          before.policy(), after.policy(), attribution, own, PolicyComparison.DEFAULT_LIMIT);
    } catch (TooMuchWork e) {
      throw new AgentException(
              ExitCode.USAGE,
              "the policies cannot be compared packet by packet: " + e.getMessage(),
              "compare parts of them")
          .causedBy(e);
    }
  }

  ExplainResponse explain(ExplainRequest request) {
    Enforced held = node.held();
    List<HostLink> links = HostLinks.read();
    Explained explained = explained(request, held.desired(), links);
    return ExplainResponse.newBuilder()
        .setRevision(held.revision())
        .setDrops(explained.explanation().decision().drops())
        .setText(explained.text())
        .setJson(request.getTextOnly() ? "" : json(explained.tree()))
        .build();
  }

  private static Explained explained(
      ExplainRequest request, Desired desired, List<HostLink> links) {
    if (request.getWhyNotCount() > WHY_NOT) {
      throw Statuses.invalid("why_not", "at most " + WHY_NOT);
    }
    Packet packet = PacketRequest.packet(request, links);
    try {
      return Explained.of(desired, packet, request.getWhyNotList(), request.getHits());
    } catch (IllegalArgumentException e) {
      throw Statuses.invalid("why_not", String.valueOf(e.getMessage()));
    }
  }

  VerifyResponse verify() {
    Enforced held = node.held();
    HeldProof.Verified verified = held.proof().verify();
    return VerifyResponse.newBuilder()
        .setRevision(held.revision())
        .setRegions(verified.regions())
        .setAsProven(verified.asProven())
        .build();
  }

  Layout layout() {
    Enforced held = node.held();
    Layout.Builder response = Layout.newBuilder().setRevision(held.revision());
    held.desired().layout().forEach(choice -> response.addChoices(Messages.choice(choice)));
    return response.build();
  }

  private static String json(Map<String, Object> tree) {
    try {
      return JSON.std.asString(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
