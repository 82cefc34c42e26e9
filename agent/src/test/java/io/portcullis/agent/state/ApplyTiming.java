package io.portcullis.agent.state;

import io.portcullis.agent.Resolved;
import io.portcullis.agent.Resolver;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.load.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What each step from a change that is asked for to what applies on the node takes. Run {@link
 * #main}: sources, and policies in each, every one with a set of its own of ten nets; {@code disk}
 * to keep the history on disk too.
 */
public final class ApplyTiming {

  private static final int ROUNDS = 200;

  private ApplyTiming() {}

  /** Prints the medians. */
  public static void main(String[] arguments) throws IOException {
    int sources = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    int each = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    boolean disk = List.of(arguments).contains("disk");
    Optional<Path> state =
        disk ? Optional.of(Files.createTempDirectory("apply-timing")) : Optional.empty();
    long[][] took = new long[3][ROUNDS];
    try (PolicyStore store = new PolicyStore(Optional.empty(), state)) {
      Resolver resolver = new Resolver();
      for (int i = 0; i < sources; i++) {
        ask(store, i, each, 0);
        if (i % 1_000 == 999 || i + 1 == sources) {
          step(store, resolver, new long[3][1], 0);
        }
      }
      for (int round = 0; round < ROUNDS; round++) {
        ask(store, round * 7919 % sources, each, round + 1);
        step(store, resolver, took, round);
      }
    }
    System.out.printf(
        "%d sources of %d policies and sets, medians of %d: draft %.2f ms, resolve %.2f ms, accept%s"
            + " %.2f ms%n",
        sources,
        each,
        ROUNDS,
        median(took[0]),
        median(took[1]),
        disk ? " and keep" : "",
        median(took[2]));
  }

  private static void ask(PolicyStore store, int source, int each, int round) {
    CompletableFuture<Outcome> unused =
        store.submit(Changes.apply("timing", "a source", "s" + source, texts(source, each, round)));
  }

  private static void step(PolicyStore store, Resolver resolver, long[][] took, int round) {
    long start = System.nanoTime();
    Draft draft = store.draft().orElseThrow();
    long drafted = System.nanoTime();
    Resolved resolved =
        resolver.next(draft.texts(), "n", List.of(), DataplaneSettings.defaults(), List.of());
    NodePolicy unused = resolved.policy();
    long made = System.nanoTime();
    long number = store.accept(draft);
    long accepted = System.nanoTime();
    if (number == 0) {
      throw new IllegalStateException("nothing was accepted");
    }
    took[0][round] = drafted - start;
    took[1][round] = made - drafted;
    took[2][round] = accepted - made;
  }

  private static List<SourceText> texts(int source, int each, int round) {
    List<SourceText> out = new ArrayList<>();
    if (source == 0) {
      out.add(
          new SourceText(
              "s0:endpoint",
              """
              apiVersion: projectcalico.org/v3
              kind: HostEndpoint
              metadata: {name: guarded, labels: {guarded: "true"}}
              spec: {node: n, interfaceName: eth0}
              """));
    }
    for (int i = 0; i < each; i++) {
      int number = source * each + i;
      out.add(
          new SourceText(
              "s%d:p%d".formatted(source, i),
              """
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
                  .formatted(number, number, number, 30_000 + number % 2_768)));
      StringBuilder nets = new StringBuilder();
      for (int net = 0; net < 10; net++) {
        nets.append(
            "\n  - %d.%d.%d.%d"
                .formatted(
                    1 + number % 200,
                    number / 200 % 250,
                    net,
                    i == 0 && net == 0 ? round % 250 : 1));
      }
      out.add(
          new SourceText(
              "s%d:n%d".formatted(source, i),
              """
              apiVersion: projectcalico.org/v3
              kind: GlobalNetworkSet
              metadata: {name: n%d, labels: {set: s%d}}
              spec:
                nets:\
              """
                      .formatted(number, number)
                  + nets
                  + "\n"));
    }
    return out;
  }

  private static double median(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2] / 1e6;
  }
}
