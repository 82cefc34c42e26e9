package io.portcullis.agent.control;

import io.portcullis.agent.state.Contents;
import io.portcullis.agent.state.Enforced;
import io.portcullis.agent.state.Refusals;
import io.portcullis.agent.state.Revision;
import io.portcullis.api.v1.GetRequest;
import io.portcullis.api.v1.GetResponse;
import io.portcullis.api.v1.HistoryRequest;
import io.portcullis.api.v1.HistoryResponse;
import io.portcullis.api.v1.ListRequest;
import io.portcullis.api.v1.ListResponse;
import io.portcullis.api.v1.Resource;
import io.portcullis.policy.compare.ResourceChange;
import io.portcullis.policy.compare.ResourceDifference;
import io.portcullis.policy.load.InvalidPolicyException;
import io.portcullis.policy.load.PolicyLoader;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resource.Resources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls that tell what is there. */
final class Lists {

  private static final Resources NO_RESOURCES =
      new Resources(List.of(), List.of(), List.of(), List.of(), List.of());

  private final Node node;

  /** What each revision changed against the one before it, by its number. */
  private final Map<Long, List<ResourceChange>> known = new HashMap<>();

  Lists(Node node) {
    this.node = node;
  }

  GetResponse get(GetRequest request) {
    Revision now = node.store().current();
    GetResponse.Builder response = GetResponse.newBuilder().setRevision(now.number());
    String source = request.getSource();
    if (source.equals(Contents.DIRECTORY)) {
      now.contents()
          .directory()
          .forEach(
              text ->
                  response.addDocuments(
                      io.portcullis.api.v1.Document.newBuilder()
                          .setName(text.name())
                          .setText(text.text())));
      return response.build();
    }
    List<SourceText> texts = now.contents().sources().get(source);
    if (texts == null) {
      throw Refusals.notFound("there is no source " + source, "portcullis status lists them");
    }
    texts.forEach(text -> response.addDocuments(Messages.document(source, text)));
    return response.build();
  }

  /** Policy is a list of resources that differ from none. */
  ListResponse list(ListRequest request) {
    Enforced held = node.held();
    ListResponse.Builder response = ListResponse.newBuilder().setRevision(held.revision());
    ResourceDifference.between(NO_RESOURCES, held.desired().resolved().resources()).stream()
        .filter(one -> request.getKind().isEmpty() || request.getKind().equals(one.kind()))
        .forEach(
            one ->
                response.addResources(
                    Resource.newBuilder()
                        .setKind(one.kind())
                        .setName(one.name())
                        .setPosition(Messages.position(one.position()))));
    return response.build();
  }

  HistoryResponse history(HistoryRequest request) {
    List<Revision> all = node.store().history();
    int limit = request.getLimit() <= 0 ? all.size() : Math.min(all.size(), request.getLimit());
    int most = request.getChanges() <= 0 ? Integer.MAX_VALUE : request.getChanges();
    HistoryResponse.Builder response = HistoryResponse.newBuilder();
    for (int i = all.size() - limit; i < all.size(); i++) {
      response.addRevisions(message(all.get(i), changes(all, i), most));
    }
    return response.build();
  }

  /** What a revision changed, which is worked out once: large policy takes seconds to be read. */
  private synchronized List<ResourceChange> changes(List<Revision> all, int index) {
    Revision revision = all.get(index);
    known.keySet().removeIf(number -> number < all.get(0).number());
    List<ResourceChange> told = known.get(revision.number());
    if (told == null) {
      Contents before = index == 0 ? Contents.NONE : all.get(index - 1).contents();
      told =
          before.equals(revision.contents())
              ? List.of()
              : ResourceDifference.between(resources(before), resources(revision.contents()));
      known.put(revision.number(), told);
    }
    return told;
  }

  private static io.portcullis.api.v1.Revision message(
      Revision revision, List<ResourceChange> changes, int most) {
    io.portcullis.api.v1.Revision.Builder message =
        io.portcullis.api.v1.Revision.newBuilder()
            .setRevision(revision.number())
            .setMillis(revision.millis())
            .setBy(revision.by())
            .setWhat(revision.what());
    changes.stream().limit(most).forEach(change -> message.addChanges(Messages.change(change)));
    message.setMoreChanges(Math.max(0, changes.size() - most));
    revision.trial().ifPresent(trial -> message.setTrial(Messages.trial(trial)));
    return message.build();
  }

  private Resources resources(Contents contents) {
    Optional<Enforced> held = node.store().held();
    if (contents.equals(Contents.NONE)) {
      return NO_RESOURCES;
    }
    if (held.isPresent()
        && held.get().revision() == node.store().current().number()
        && contents.equals(node.store().current().contents())) {
      return held.get().desired().resolved().resources();
    }
    try {
      return PolicyLoader.load(contents.texts());
    } catch (InvalidPolicyException e) {
      // It was right by the rules of the version that accepted it.
      return NO_RESOURCES;
    }
  }
}
