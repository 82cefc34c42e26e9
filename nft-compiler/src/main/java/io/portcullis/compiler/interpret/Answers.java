package io.portcullis.compiler.interpret;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.Optional;

/** Goes over all addresses, from one to the next of which a question's answer may be another. */
final class Answers {

  private final Machine machine;
  private final Question question;
  private final Dimension of;
  private final Family family;
  private final Address none;
  private final Address end;
  private final Region region = new Region();

  Answers(Machine machine, Question question, Dimension of, Family family) {
    this.machine = machine;
    this.question = question;
    this.of = of;
    this.family = family;
    none = family == Family.V4 ? Address.v4(0) : Address.v6(0, 0);
    end = family == Family.V4 ? Address.v4(-1) : Address.v6(-1L, -1L);
  }

  /** The addresses of which it holds; empty if that takes more than so many steps. */
  Optional<AddressSet> all(int most) {
    AddressSet.Builder out = AddressSet.builder(family);
    machine.trace = new Trace();
    machine.narrows = true;
    machine.origins.start(region);
    Address at = none;
    for (int steps = 0; steps < most; steps++) {
      region.set(of, at.high(), at.low(), end.high(), end.low());
      machine.load(packet(at));
      machine.trace.clear();
      boolean holds = question.holds(machine);
      long high = region.lastHigh(of);
      long low = region.lastLow(of);
      if (holds) {
        out.add(at.high(), at.low(), high, low);
      }
      if (high == end.high() && low == end.low()) {
        return Optional.of(out.build());
      }
      at = new Address(family, Bits128.incrementHigh(high, low), low + 1);
    }
    return Optional.empty();
  }

  private Packet packet(Address at) {
    boolean source = of == Dimension.SOURCE;
    return new Packet(
        "lo", 0, source ? at : none, source ? none : at, 0, 0, 0, 0, ConntrackState.NEW, false);
  }
}
