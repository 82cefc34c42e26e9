package io.portcullis.integration.scenario;

import io.portcullis.lab.Host;
import io.portcullis.lab.probe.Answer;
import io.portcullis.lab.probe.Probe;
import io.portcullis.lab.probe.Probe.Transport;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a new flow must meet, by default in both families and over both TCP and UDP.
 *
 * @param from who asks
 * @param to addresses on the wire
 * @param port on the wire
 * @param transports over which
 * @param expected the answer
 */
record Flow(Host from, List<Address> to, int port, List<Transport> transports, Answer expected) {

  /** A flow that nothing answers, until something else is said of it. */
  static Flow of(Host from, Host to, int port) {
    return to(from, port, to.v4(), to.v6());
  }

  /** A flow to these addresses. */
  static Flow to(Host from, int port, Address... to) {
    return new Flow(from, List.of(to), port, List.of(Transport.values()), Answer.SILENCE);
  }

  /** The same, but {@code server} answers. */
  Flow reaches(Host server) {
    return answers(new Answer.Reached(server.name()));
  }

  /** The same, but it arrives where nobody listens. */
  Flow isRefused() {
    return answers(Answer.REFUSED);
  }

  /** The same: nothing answers. */
  Flow isSilent() {
    return answers(Answer.SILENCE);
  }

  /** The same, over TCP only. */
  Flow overTcp() {
    return over(Transport.TCP);
  }

  /** The same, over UDP only. */
  Flow overUdp() {
    return over(Transport.UDP);
  }

  private Flow over(Transport transport) {
    return new Flow(from, to, port, List.of(transport), expected);
  }

  /** The same, in one family only. */
  Flow in(Family family) {
    List<Address> some = to.stream().filter(address -> address.family() == family).toList();
    return new Flow(from, some, port, transports, expected);
  }

  private Flow answers(Answer answer) {
    return new Flow(from, to, port, transports, answer);
  }

  /** One probe per address and transport. */
  Stream<Probe> probes() {
    Duration patience = expected == Answer.SILENCE ? Probe.SHORT : Probe.LONG;
    return to.stream()
        .flatMap(
            address -> transports.stream().map(t -> new Probe(from, t, address, port, patience)));
  }
}
