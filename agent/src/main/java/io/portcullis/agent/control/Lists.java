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
import io.portcullis.policy.compare.ResourceDifference;
import io.portcullis.policy.load.InvalidPolicyException;
import io.portcullis.policy.load.PolicyLoader;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resource.Resources;
import java.util.List;

/** Calls that tell what is there. */
final class Lists {

  private static final Resources NO_RESOURCES =
      new Resources(List.of(), List.of(), List.of(), List.of(), List.of());

  private final Node node;

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
    HistoryResponse.Builder response = HistoryResponse.newBuilder();
    Resources before = NO_RESOURCES;
    for (int i = Math.max(0, all.size() - limit - 1); i < all.size(); i++) {
      Revision revision = all.get(i);
      Resources after = resources(revision.contents());
      if (i >= all.size() - limit) {
        response.addRevisions(message(revision, before, after));
      }
      before = after;
    }
    return response.build();
  }

  private static io.portcullis.api.v1.Revision message(
      Revision revision, Resources before, Resources after) {
    io.portcullis.api.v1.Revision.Builder message =
        io.portcullis.api.v1.Revision.newBuilder()
            .setRevision(revision.number())
            .setMillis(revision.millis())
            .setBy(revision.by())
            .setWhat(revision.what());
    ResourceDifference.between(before, after)
        .forEach(change -> message.addChanges(Messages.change(change)));
    revision.trial().ifPresent(trial -> message.setTrial(Messages.trial(trial)));
    return message.build();
  }

  private static Resources resources(Contents contents) {
    try {
      return PolicyLoader.load(contents.texts());
    } catch (InvalidPolicyException e) {
      // It was right by the rules of the version that accepted it.
      return NO_RESOURCES;
    }
  }
}
