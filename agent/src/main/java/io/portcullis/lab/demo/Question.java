package io.portcullis.lab.demo;

import io.portcullis.lab.Host;
import io.portcullis.lab.probe.Answer;
import io.portcullis.lab.probe.Probe;
import io.portcullis.lab.probe.Probe.Transport;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Decision.Reason;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.time.Duration;

/**
 * One probe of the demo.
 *
 * @param from who asks
 * @param path how the first packet that policy could see comes to node1
 * @param transport how it asks
 * @param family of its packets
 * @param to whose address it asks
 * @param port the port on the wire
 * @param unguarded what it should get before policy is loaded, so that silence afterwards means
 *     policy and not a broken lab
 * @param guarded what it should get under the example policy
 */
public record Question(
    Host from,
    Path path,
    Transport transport,
    Family family,
    Host to,
    int port,
    Answer unguarded,
    Expectation guarded) {

  /** Any port will do: no rule of the example looks at the client's. */
  private static final int CLIENT_PORT = 40_000;

  /** What node1's policy sees of a probe. */
  enum Path {
    /** The request, by the guarded link. */
    ETH0("eth0"),
    /** The request, by the link to node2. */
    ETH1("eth1"),
    /** The request, by the link to podA. */
    POD_A("cali0000000000a"),
    /** The request, by the link to podB. */
    POD_B("cali0000000000b"),
    /** Only the answer, by the guarded link: the node itself asks. */
    ANSWER("eth0");

    private final String link;

    Path(String link) {
      this.link = link;
    }
  }

  /** The probe without policy: everything answers. */
  Probe unguardedProbe() {
    return probe(Probe.LONG);
  }

  /** The probe under policy: no long wait for what should never come. */
  Probe guardedProbe() {
    return probe(guarded.answer().equals(Answer.SILENCE) ? Probe.SHORT : Probe.LONG);
  }

  private Probe probe(Duration patience) {
    return new Probe(from, transport, to.address(family), port, patience);
  }

  /** The packet of this probe that node1's policy decides on. */
  Packet packet() {
    boolean answer = path == Path.ANSWER;
    Address asking = from.address(family);
    Address asked = to.address(family);
    return new Packet(
        path.link,
        transport == Transport.TCP ? ProtocolSet.TCP : ProtocolSet.UDP,
        answer ? asked : asking,
        answer ? asking : asked,
        answer ? port : CLIENT_PORT,
        answer ? CLIENT_PORT : port,
        0,
        0,
        guarded.reason() == Reason.ESTABLISHED ? ConntrackState.ESTABLISHED : ConntrackState.NEW,
        answer || to.name().equals("node1"));
  }
}
