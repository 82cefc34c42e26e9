package io.portcullis.integration.packets;

import io.portcullis.integration.packets.PacketStream.Kind;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Makes packets for a policy, and knows what becomes of each by reading the policies in order. */
final class Streams {

  /** Connections that are established beforehand. */
  static final int CONNECTIONS = 1 << 12;

  /** Attempts at each packet, on average, before it is believed that there is none of a kind. */
  private static final int ATTEMPTS = 200;

  private final List<Policy> policies;
  private final List<Policy> named;
  private final Map<Integer, List<Policy>> byPort = new HashMap<>();
  private final Nets nets;
  private final Random random;

  Streams(List<Policy> policies, Nets nets, Random random) {
    this.policies = policies;
    this.named = policies.stream().filter(policy -> policy.sources().isPresent()).toList();
    this.nets = nets;
    this.random = random;
  }

  /** Those kinds that the policy has packets of. */
  List<PacketStream> all() {
    List<PacketStream> out = new ArrayList<>();
    out.add(stream(Kind.HIT, StreamFile.RECORDS, this::ofAPolicy));
    out.add(stream(Kind.MISS, StreamFile.RECORDS, this::ofNobody));
    if (named.stream().anyMatch(policy -> !policy.allow())) {
      out.add(stream(Kind.DENIED, StreamFile.RECORDS, this::ofAPolicy));
    }
    out.add(stream(Kind.ESTABLISHED, CONNECTIONS, this::ofNobody));
    return out;
  }

  private PacketStream stream(Kind kind, int count, Supplier<Flow> next) {
    List<Flow> flows = new ArrayList<>(count);
    for (int attempts = 0; flows.size() < count; attempts++) {
      if (attempts > ATTEMPTS * count) {
        throw new IllegalStateException("this policy has hardly any packets of kind " + kind);
      }
      Flow flow = next.get();
      if (kindOf(flow).equals(Optional.of(kind == Kind.ESTABLISHED ? Kind.MISS : kind))) {
        flows.add(flow);
      }
    }
    return new PacketStream(kind, flows);
  }

  /** By the first policy that matches. */
  private Optional<Kind> kindOf(Flow flow) {
    return at(flow.port()).stream()
        .filter(policy -> policy.matches(flow.source(), flow.port()))
        .findFirst()
        .map(
            policy ->
                policy.allow() ? Kind.HIT : policy.sources().isPresent() ? Kind.DENIED : Kind.MISS);
  }

  private List<Policy> at(int port) {
    return byPort.computeIfAbsent(
        port, key -> policies.stream().filter(policy -> policy.reaches(key)).toList());
  }

  /** From a source and to a port that one policy, picked at random, names. */
  private Flow ofAPolicy() {
    Policy policy = named.get(random.nextInt(named.size()));
    List<Prefix> from = policy.sources().orElseThrow().nets();
    return new Flow(nets.in(from.get(random.nextInt(from.size()))), port(policy));
  }

  /** From anywhere to a port that one policy names. */
  private Flow ofNobody() {
    return new Flow(nets.address(), port(named.get(random.nextInt(named.size()))));
  }

  private int port(Policy policy) {
    if (policy.ports().isEmpty()) {
      return Workloads.FIRST_PORT + random.nextInt(Workloads.PORTS);
    }
    PortRange range = policy.ports().get(random.nextInt(policy.ports().size()));
    return range.first() + random.nextInt(range.last() - range.first() + 1);
  }
}
