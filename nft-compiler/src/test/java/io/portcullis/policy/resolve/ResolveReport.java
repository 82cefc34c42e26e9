package io.portcullis.policy.resolve;

import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.load.PolicyLoader;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What it takes from text to resources, and from resources to what applies, at first and after one
 * change. Run {@link #main}: policies, each with a set of its own, and nets in each.
 */
public final class ResolveReport {

  private static final DataplaneSettings SETTINGS = DataplaneSettings.defaults();
  private static final int ROUNDS = 200;

  private ResolveReport() {}

  /** Prints milliseconds; medians where something is done often. */
  public static void main(String[] arguments) {
    int policies = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int nets = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    System.out.printf("%d policies, %d sets of %d nets%n", policies, policies, nets);
    Resources resources = new ManyResources(policies, nets).resources();
    loading(resources);
    resolving(resources);
  }

  private static void resolving(Resources resources) {
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      NodePolicy all = PolicyResolver.resolve(resources, "n", List.of(), SETTINGS).policy();
      print("resolving everything, round " + round + " (" + all.interfaces().size() + ")", start);
    }
    PolicyResolver resolver = new PolicyResolver();
    NodePolicy unused = resolver.next(resources, "n", List.of(), SETTINGS).policy();
    Resources[] now = {resources};
    median(
        "resolving one set's change",
        round -> now[0] = ManyResources.with(now[0], at(round, now[0]), nets(now[0], round)),
        () -> resolver.next(now[0], "n", List.of(), SETTINGS));
    median(
        "resolving one policy's change",
        round -> now[0] = exchanged(now[0], at(round, now[0])),
        () -> resolver.next(now[0], "n", List.of(), SETTINGS));
    median(
        "resolving no change",
        round -> now[0],
        () -> resolver.next(now[0], "n", List.of(), SETTINGS));
  }

  private static int at(int round, Resources resources) {
    return round * 7919 % resources.policies().size();
  }

  private static List<Prefix> nets(Resources resources, int round) {
    List<Prefix> nets = new ArrayList<>(resources.networkSets().get(at(round, resources)).nets());
    nets.set(round % nets.size(), Prefix.parse("198.51.%d.0/24".formatted(round % 256)));
    return nets;
  }

  private static Resources exchanged(Resources all, int at) {
    List<GlobalNetworkPolicy> policies = new ArrayList<>(all.policies());
    GlobalNetworkPolicy old = policies.get(at);
    policies.set(
        at,
        new GlobalNetworkPolicy(
            old.meta(), old.tier(), old.order(), old.selector(), old.ingress(), old.kind()));
    return new Resources(
        all.hostEndpoints(), policies, all.networkSets(), all.tiers(), all.profiles());
  }

  private static void loading(Resources resources) {
    List<SourceText> texts = new ArrayList<>();
    for (GlobalNetworkPolicy policy : resources.policies()) {
      texts.add(new SourceText(policy.meta().name(), text(policy)));
    }
    for (NetworkSet set : resources.networkSets()) {
      texts.add(new SourceText(set.meta().name(), text(set, 0)));
    }
    StringBuilder all = new StringBuilder();
    texts.forEach(text -> all.append(text.text()));
    String file = all.toString();
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      Resources loaded = PolicyLoader.load(texts);
      print("reading everything, round " + round + " (" + loaded.policies().size() + ")", start);
    }
    int sets = resources.networkSets().size();
    PolicyLoader many = new PolicyLoader();
    Resources unused = many.next(texts);
    List<List<SourceText>> now = new ArrayList<>(List.of(texts));
    median(
        "reading one text of many that changed",
        round -> {
          List<SourceText> next = new ArrayList<>(now.get(0));
          NetworkSet set = resources.networkSets().get(at(round, resources));
          next.set(
              sets + at(round, resources), new SourceText(set.meta().name(), text(set, round)));
          return now.set(0, next);
        },
        () -> many.next(now.get(0)));
    median(
        "reading one text of many that changed, all read again from files",
        round -> {
          List<SourceText> next = new ArrayList<>();
          now.get(0).forEach(t -> next.add(new SourceText(t.name(), copy(t.text()))));
          NetworkSet set = resources.networkSets().get(at(round, resources));
          next.set(
              sets + at(round, resources), new SourceText(set.meta().name(), text(set, round + 1)));
          return now.set(0, next);
        },
        () -> many.next(now.get(0)));
    PolicyLoader one = new PolicyLoader();
    unused = one.next(List.of(new SourceText("file", file)));
    String[] changed = {file};
    median(
        "reading one document of one text that changed (" + file.length() / 1024 + " KiB)",
        round -> {
          NetworkSet set = resources.networkSets().get(at(round, resources));
          changed[0] = file.replace(text(set, 0), text(set, round));
          return changed[0];
        },
        () -> one.next(List.of(new SourceText("file", changed[0]))));
  }

  /** Another object, whose hash is not known. */
  private static String copy(String text) {
    return text.substring(0, 1) + text.substring(1);
  }

  private static String text(GlobalNetworkPolicy policy) {
    int number = Integer.parseInt(policy.meta().name().substring(1));
    return """
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: p%d}
        spec:
          order: %d
          selector: guarded == 'true'
          preDNAT: true
          applyOnForward: true
          ingress:
          - {action: Allow, protocol: TCP, source: {selector: set == 's%d'}, destination: {ports: [%d]}}
        """
        .formatted(number, number, number, 30_000 + number % 2_768);
  }

  private static String text(NetworkSet set, int round) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkSet
        metadata: {name: %s, labels: {set: %s}}
        spec:
          nets:
        """
            .formatted(set.meta().name(), set.meta().labels().get("set")));
    set.nets().stream().distinct().forEach(net -> out.append("  - ").append(net).append('\n'));
    if (round > 0) {
      out.append("  # round ").append(round);
      out.append(" ".repeat(8 - Integer.toString(round).length())).append('\n');
    }
    return out.toString();
  }

  private static void median(String what, IntFunction<?> prepare, Runnable work) {
    long[] took = new long[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      Object unused = prepare.apply(round);
      long start = System.nanoTime();
      work.run();
      took[round] = System.nanoTime() - start;
    }
    Arrays.sort(took, ROUNDS / 2, ROUNDS);
    System.out.printf(
        "%s: median %.2f ms, worst of the second half %.2f ms%n",
        what, took[ROUNDS * 3 / 4] / 1e6, took[ROUNDS - 1] / 1e6);
  }

  private static void print(String what, long start) {
    System.out.printf("%s: %.0f ms%n", what, (System.nanoTime() - start) / 1e6);
  }
}
