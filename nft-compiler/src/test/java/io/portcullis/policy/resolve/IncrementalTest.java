package io.portcullis.policy.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.ObjectMeta;
import io.portcullis.policy.resource.Resources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A resolver that is kept answers as one that starts from nothing, and keeps what is the same. */
class IncrementalTest {

  private static final DataplaneSettings SETTINGS = DataplaneSettings.defaults();

  private final long seed = new Random().nextLong();

  @Test
  void keptOrNotTheAnswerIsTheSame() {
    Random random = new Random(seed);
    int kept = 0;
    for (int world = 0; world < 400; world++) {
      RandomResources source = new RandomResources(seed + world);
      PolicyResolver resolver = new PolicyResolver();
      Resources resources = source.resources();
      Optional<NodePolicy> before = Optional.empty();
      for (int step = 0; step < 12; step++) {
        Resolution next = resolver.next(resources, "n", List.of(), SETTINGS);
        Resolution fresh = PolicyResolver.resolve(resources, "n", List.of(), SETTINGS);
        String where = "seed " + seed + " world " + world + " step " + step;
        assertThat(next.policy()).as(where).isEqualTo(fresh.policy());
        assertThat(next.findings()).as(where).containsExactlyInAnyOrderElementsOf(fresh.findings());
        kept += before.map(last -> shares(where, last, next.policy())).orElse(0);
        before = Optional.of(next.policy());
        resources = changed(resources, source.resources(), random);
      }
    }
    assertThat(kept).as("rules that were kept").isGreaterThan(5_000);
  }

  /** Some of one, some of the other. */
  private static Resources changed(Resources old, Resources other, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> old;
      case 1 ->
          new Resources(
              mixed(old.hostEndpoints(), other.hostEndpoints(), HostEndpoint::meta, random),
              old.policies(),
              old.networkSets(),
              old.tiers(),
              old.profiles());
      case 2, 3 ->
          new Resources(
              old.hostEndpoints(),
              old.policies(),
              mixed(old.networkSets(), other.networkSets(), NetworkSet::meta, random),
              old.tiers(),
              old.profiles());
      case 4 ->
          new Resources(
              old.hostEndpoints(),
              mixed(old.policies(), other.policies(), GlobalNetworkPolicy::meta, random),
              old.networkSets(),
              random.nextBoolean() ? old.tiers() : other.tiers(),
              old.profiles());
      default ->
          new Resources(
              old.hostEndpoints(),
              old.policies(),
              old.networkSets(),
              old.tiers(),
              other.profiles());
    };
  }

  /** Some exchanged for those of the same name; or without one, or in another order. */
  private static <T> List<T> mixed(
      List<T> some, List<T> others, Function<T, ObjectMeta> meta, Random random) {
    List<T> out = new ArrayList<>();
    for (T one : some) {
      T other =
          others.stream()
              .filter(o -> meta.apply(o).name().equals(meta.apply(one).name()))
              .findFirst()
              .orElse(one);
      out.add(random.nextInt(3) == 0 ? other : one);
    }
    if (random.nextInt(4) == 0) {
      Collections.shuffle(out, random);
    }
    boolean endpoints = out.stream().anyMatch(HostEndpoint.class::isInstance);
    if (out.size() > 1 && random.nextInt(4) == 0 && !endpoints) {
      out.remove(random.nextInt(out.size()));
    }
    return out;
  }

  /** How many rules of the later answer are objects of the earlier one. */
  private static int shares(String where, NodePolicy earlier, NodePolicy later) {
    if (earlier.equals(later)) {
      assertThat(later).as(where).isSameAs(earlier);
    }
    Set<EffectiveRule> identical = Collections.newSetFromMap(new IdentityHashMap<>());
    identical.addAll(rules(earlier));
    return (int) rules(later).stream().filter(identical::contains).count();
  }

  private static List<EffectiveRule> rules(NodePolicy policy) {
    return policy.interfaces().values().stream()
        .map(binding -> binding.policy())
        .map(EffectivePolicy::tiers)
        .flatMap(List::stream)
        .map(EffectiveTier::rules)
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void whatASetDoesNotConcernStaysTheSameObject() {
    ManyResources many = new ManyResources(50, 4);
    Resources first = many.resources();
    PolicyResolver resolver = new PolicyResolver();
    List<EffectiveRule> before = rules(resolver.next(first, "n", List.of(), SETTINGS).policy());

    NetworkSet set = first.networkSets().get(7);
    List<Prefix> nets = new ArrayList<>(set.nets());
    nets.set(1, Prefix.parse("203.0.113.0/24"));
    Resources second = ManyResources.with(first, 7, nets);
    List<EffectiveRule> after = rules(resolver.next(second, "n", List.of(), SETTINGS).policy());

    for (int i = 0; i < before.size(); i++) {
      if (i == 7) {
        assertThat(after.get(i).boxes()).isNotEqualTo(before.get(i).boxes());
      } else {
        assertThat(after.get(i)).isSameAs(before.get(i));
      }
    }
    MatchBox box = after.get(7).boxes().get(0);
    AddressSet.Builder expected = AddressSet.builder(Family.V4);
    nets.forEach(expected::add);
    assertThat(box.source()).isEqualTo(expected.build());
  }

  @Test
  void equalAddressSetsAreOneObject() {
    ManyResources many = new ManyResources(6, 4);
    Resources first = many.resources();
    Resources same = ManyResources.with(first, 1, first.networkSets().get(0).nets());
    List<EffectiveRule> rules =
        rules(PolicyResolver.resolve(same, "n", List.of(), SETTINGS).policy());

    assertThat(rules.get(1).boxes().get(0).source()).isSameAs(rules.get(0).boxes().get(0).source());
  }

  @Test
  void aPolicyThatGoesAndComesBackAppliesAgain() {
    Resources all = new ManyResources(5, 2).resources();
    List<GlobalNetworkPolicy> fewer = new ArrayList<>(all.policies());
    fewer.remove(2);
    Resources some =
        new Resources(all.hostEndpoints(), fewer, all.networkSets(), all.tiers(), all.profiles());
    PolicyResolver resolver = new PolicyResolver();
    NodePolicy first = resolver.next(all, "n", List.of(), SETTINGS).policy();
    NodePolicy second = resolver.next(some, "n", List.of(), SETTINGS).policy();
    NodePolicy third = resolver.next(all, "n", List.of(), SETTINGS).policy();

    assertThat(rules(second)).hasSize(4);
    assertThat(third).isEqualTo(first);
  }
}
