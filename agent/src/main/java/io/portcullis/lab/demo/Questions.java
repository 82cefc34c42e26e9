package io.portcullis.lab.demo;

import io.portcullis.lab.Host;
import io.portcullis.lab.Topology;
import io.portcullis.lab.demo.Question.Path;
import io.portcullis.lab.probe.Answer;
import io.portcullis.lab.probe.Probe.Transport;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Decision.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the demo asks, and what should become of it under docs/examples/nodeports. */
final class Questions {

  private static final String ALLOW = "office-to-nodeports";
  private static final String DENY = "deny-rest";
  private static final int TCP_RULE = 0;
  private static final int UDP_RULE = 1;

  private final Topology lab;
  private final List<Question> out = new ArrayList<>();

  private Questions(Topology lab) {
    this.lab = lab;
  }

  /** All of them, in the order of the table. */
  static List<Question> all(Topology lab) {
    Questions questions = new Questions(lab);
    questions.allowed();
    questions.denied();
    questions.notAsked();
    return List.copyOf(questions.out);
  }

  /** The office, to the ports that are open to it. */
  private void allowed() {
    Host office = lab.office();
    everyWay(office, 30_080, reached(lab.podA()), true);
    everyWay(office, 30_443, reached(lab.podC()), true);
    everyWay(office, 31_005, reached(lab.node1()), true);
    // Both ends of the range.
    twoWays(office, lab.node1(), 31_000, reached(lab.podC()), true);
    twoWays(office, lab.node1(), 31_010, reached(lab.podA()), true);
    // In the range, and no service there: policy lets it in, and the node refuses it.
    twoWays(office, lab.node1(), 31_002, Answer.REFUSED, true);
  }

  private void denied() {
    Host office = lab.office();
    // Just outside of the range, and a NodePort of the same pod that is not open.
    twoWays(office, lab.node1(), 30_999, reached(lab.podA()), false);
    twoWays(office, lab.node1(), 31_011, reached(lab.podC()), false);
    twoWays(office, lab.node1(), 32_000, reached(lab.podA()), false);
    // The port that podA listens on: the NodePort is what counts, not what it leads to.
    twoWays(office, lab.node1(), 8080, reached(lab.node1()), false);
    // The port that the open NodePort 31005 leads to, asked without DNAT.
    twoWays(office, lab.node1(), 9100, reached(lab.node1()), false);
    // A pod, asked without DNAT: forwarded traffic is guarded too.
    twoWays(office, lab.podA(), 8080, reached(lab.podA()), false);
    // Outside of the office, nothing is open.
    everyWay(lab.outside(), 30_080, reached(lab.podA()), false);
    everyWay(lab.outside(), 30_443, reached(lab.podC()), false);
    everyWay(lab.outside(), 31_005, reached(lab.node1()), false);
  }

  /** What policy is not asked about. */
  private void notAsked() {
    Host outside = lab.outside();
    // TCP 22 is a failsafe, to the node itself; UDP 22 is none, and neither is TCP 22 to a pod.
    for (Family family : Family.values()) {
      add(
          outside,
          Path.ETH0,
          Transport.TCP,
          family,
          lab.node1(),
          22,
          reached(lab.node1()),
          Expectation.of(reached(lab.node1()), Reason.FAILSAFE));
    }
    guarded(outside, Transport.UDP, Family.V4, lab.node1(), 22, reached(lab.node1()), false);
    guarded(outside, Transport.TCP, Family.V4, lab.podA(), 22, reached(lab.podA()), false);
    // Other links have no host endpoint.
    unguarded(lab.node2(), Path.ETH1, lab.node1(), 32_000, Reason.NO_ENDPOINT, lab.podA());
    unguarded(lab.podB(), Path.POD_B, lab.node1(), 32_000, Reason.NO_ENDPOINT, lab.podA());
    // From the inside out; what comes back belongs to a known connection.
    unguarded(lab.podA(), Path.POD_A, outside, 53, Reason.NO_ENDPOINT, outside);
    unguarded(lab.node1(), Path.ANSWER, outside, 53, Reason.ESTABLISHED, outside);
  }

  /** A NodePort of node1, over both transports and both families. */
  private void everyWay(Host from, int port, Answer unguarded, boolean allowed) {
    for (Transport transport : Transport.values()) {
      for (Family family : Family.values()) {
        guarded(from, transport, family, lab.node1(), port, unguarded, allowed);
      }
    }
  }

  /** Each transport once and each family once. */
  private void twoWays(Host from, Host to, int port, Answer unguarded, boolean allowed) {
    guarded(from, Transport.TCP, Family.V4, to, port, unguarded, allowed);
    guarded(from, Transport.UDP, Family.V6, to, port, unguarded, allowed);
  }

  private void guarded(
      Host from,
      Transport transport,
      Family family,
      Host to,
      int port,
      Answer unguarded,
      boolean allowed) {
    Expectation expected =
        allowed
            ? Expectation.allowed(
                unguarded, ALLOW, transport == Transport.TCP ? TCP_RULE : UDP_RULE)
            : Expectation.denied(DENY, 0);
    add(from, Path.ETH0, transport, family, to, port, unguarded, expected);
  }

  private void unguarded(Host from, Path path, Host to, int port, Reason reason, Host server) {
    Expectation expected = new Expectation(reached(server), reason, Optional.empty(), 0);
    add(from, path, Transport.TCP, Family.V4, to, port, reached(server), expected);
    add(from, path, Transport.UDP, Family.V6, to, port, reached(server), expected);
  }

  private void add(
      Host from,
      Path path,
      Transport transport,
      Family family,
      Host to,
      int port,
      Answer unguarded,
      Expectation expected) {
    out.add(new Question(from, path, transport, family, to, port, unguarded, expected));
  }

  private static Answer reached(Host server) {
    return new Answer.Reached(server.name());
  }
}
