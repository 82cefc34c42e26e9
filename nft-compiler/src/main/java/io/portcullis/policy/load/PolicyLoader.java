package io.portcullis.policy.load;

import io.portcullis.policy.ListChange;
import io.portcullis.policy.Same;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.Profile;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Text to resources: all valid, or none. One that is kept reads what is new since it was last
 * asked, document by document, and hands out the same objects for the rest. Not for use by more
 * than one thread.
 */
public final class PolicyLoader {

  private final LoadBounds bounds;
  private final Together together;
  private List<SourceText> sources = List.of();
  private List<List<Document>> bySource = List.of();
  private List<Document> documents = List.of();
  private Optional<Resources> right = Optional.empty();

  /** One for those who read their own files. */
  public PolicyLoader() {
    this(LoadBounds.DEFAULT);
  }

  /** One that reads no more than so much at once. */
  public PolicyLoader(LoadBounds bounds) {
    this(bounds, new Together());
  }

  private PolicyLoader(LoadBounds bounds, Together together) {
    this.bounds = bounds;
    this.together = together;
  }

  /** One that knows what this one knows, for another thread; from now on they are apart. */
  public PolicyLoader fork() {
    PolicyLoader fork = new PolicyLoader(bounds, together.copy());
    fork.sources = sources;
    fork.bySource = bySource;
    fork.documents = documents;
    fork.right = right;
    return fork;
  }

  /**
   * Reads all sources, from nothing.
   *
   * @throws InvalidPolicyException with everything that is wrong, in the order of the sources
   */
  public static Resources load(List<SourceText> sources) {
    return new PolicyLoader().next(sources);
  }

  /**
   * Reads all sources as they are now. A resource whose document is as it was, and where it was, is
   * the same object as in the last answer.
   *
   * @throws InvalidPolicyException with everything that is wrong, in the order of the sources
   */
  public Resources next(List<SourceText> now) {
    List<List<Document>> read = read(now);
    Optional<Exchange<Document>> inPlace = Exchange.between(bySource, read);
    List<Document> all =
        inPlace.isPresent()
            ? inPlace.get().in(documents)
            : read.stream().flatMap(List::stream).toList();
    bySource = read;
    sources = List.copyOf(now);
    together.update(inPlace.map(Exchange::change).orElseGet(() -> ListChange.of(documents, all)));
    boolean same = Same.all(documents, all);
    documents = all;
    if (!together.isRight()) {
      right = Optional.empty();
      throw new InvalidPolicyException(together.problems(sources, documents));
    }
    if (!same || right.isEmpty()) {
      right =
          right
              .flatMap(before -> inPlace.flatMap(exchange -> resources(before, exchange)))
              .or(() -> Optional.of(resources()));
    }
    return right.get();
  }

  /** The documents of each source: known ones at the beginning and the end, others between. */
  private List<List<Document>> read(List<SourceText> now) {
    return sources.size() == now.size() ? readInPlace(now) : readAnywhere(now);
  }

  /** Mostly here and there one is in the place of another, and the others are what they were. */
  private List<List<Document>> readInPlace(List<SourceText> now) {
    Object[] was = sources.toArray();
    Object[] is = now.toArray();
    List<Integer> others = new ArrayList<>();
    Map<SourceText, List<Document>> known = new HashMap<>();
    Map<String, List<Document>> byName = new HashMap<>();
    for (int i = 0; i < is.length; i++) {
      if (!Same.is(was[i], is[i])) {
        others.add(i);
        known.put(sources.get(i), bySource.get(i));
        byName.put(sources.get(i).name(), bySource.get(i));
      }
    }
    List<List<Document>> out = new ArrayList<>(bySource);
    others.forEach(i -> out.set(i, read(now.get(i), known, byName)));
    return out;
  }

  private List<List<Document>> readAnywhere(List<SourceText> now) {
    int most = Math.min(sources.size(), now.size());
    int from = 0;
    while (from < most && Same.is(sources.get(from), now.get(from))) {
      from++;
    }
    int end = 0;
    while (end < most - from
        && Same.is(sources.get(sources.size() - 1 - end), now.get(now.size() - 1 - end))) {
      end++;
    }
    Map<SourceText, List<Document>> known = new HashMap<>();
    Map<String, List<Document>> byName = new HashMap<>();
    for (int i = from; i < sources.size() - end; i++) {
      known.put(sources.get(i), bySource.get(i));
      byName.put(sources.get(i).name(), bySource.get(i));
    }
    List<List<Document>> out = new ArrayList<>(now.size());
    out.addAll(bySource.subList(0, from));
    for (int i = from; i < now.size() - end; i++) {
      out.add(read(now.get(i), known, byName));
    }
    out.addAll(bySource.subList(sources.size() - end, sources.size()));
    return out;
  }

  /** A document of before is handed out once: no list has one twice. */
  private List<Document> read(
      SourceText source,
      Map<SourceText, List<Document>> known,
      Map<String, List<Document>> byName) {
    List<Document> same = known.remove(source);
    List<Document> before = byName.remove(source.name());
    if (same != null) {
      return same;
    }
    return read(source, before == null ? List.of() : before);
  }

  private List<Document> read(SourceText source, List<Document> before) {
    List<Document> out = new ArrayList<>();
    int problems = 0;
    for (Chunk.Part part : Chunk.of(source, before, bounds)) {
      Document document =
          part.document().orElseGet(() -> DocumentReader.read(part.chunk(), bounds));
      // No more are told than so many, and a text can have one for every other character.
      out.add(problems < Problems.MAX ? document : document.withOneProblem());
      problems += document.problems().size();
    }
    return List.copyOf(out);
  }

  /** Mostly there are none of a kind, and adding those takes longer than to see it. */
  private static <T> void add(List<T> all, List<T> some) {
    if (!some.isEmpty()) {
      all.addAll(some);
    }
  }

  /** Those of before, with others in the place of some; empty if there are more or fewer. */
  private static Optional<Resources> resources(Resources before, Exchange<Document> exchange) {
    Optional<Exchange<HostEndpoint>> endpoints = exchange.of(Document::hostEndpoints);
    Optional<Exchange<GlobalNetworkPolicy>> policies = exchange.of(Document::policies);
    Optional<Exchange<NetworkSet>> sets = exchange.of(Document::networkSets);
    Optional<Exchange<Tier>> tiers = exchange.of(Document::tiers);
    Optional<Exchange<Profile>> profiles = exchange.of(Document::profiles);
    if (endpoints.isEmpty()
        || policies.isEmpty()
        || sets.isEmpty()
        || tiers.isEmpty()
        || profiles.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Resources(
            endpoints.get().in(before.hostEndpoints()),
            policies.get().in(before.policies()),
            sets.get().in(before.networkSets()),
            tiers.get().in(before.tiers()),
            profiles.get().in(before.profiles())));
  }

  private Resources resources() {
    List<HostEndpoint> endpoints = new ArrayList<>();
    List<GlobalNetworkPolicy> policies = new ArrayList<>();
    List<NetworkSet> sets = new ArrayList<>();
    List<Tier> tiers = new ArrayList<>();
    List<Profile> profiles = new ArrayList<>();
    for (Document document : documents) {
      add(endpoints, document.hostEndpoints());
      add(policies, document.policies());
      add(sets, document.networkSets());
      add(tiers, document.tiers());
      add(profiles, document.profiles());
    }
    return new Resources(endpoints, policies, sets, tiers, profiles);
  }
}
