package io.portcullis.agent.control;

import io.portcullis.api.v1.PacketHeaders;
import io.portcullis.api.v1.PacketTrace;
import io.portcullis.api.v1.TraceStep;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.lower.NodeLowering;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.Trace;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.ConntrackState;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Puts what the kernel tells of packets together, packet by packet, up to where our table is done
 * with one or somebody drops it. For one thread.
 */
final class TraceFollower {

  private static final int MOST_PACKETS = 64;
  private static final int MOST_STEPS = 256;

  private final String marking;
  private final TraceNames names;
  private final LinkNames links = new LinkNames();
  private final Map<Integer, Followed> open = new LinkedHashMap<>();

  /** A packet on its way; its connection's state is told of with some of its steps. */
  private static final class Followed {
    final PacketTrace.Builder out;
    ConntrackState state = ConntrackState.NEW;

    Followed(PacketHeaders packet) {
      out = PacketTrace.newBuilder().setPacket(packet);
    }
  }

  /** For packets that table {@code marking} marks; those that others trace are passed over. */
  TraceFollower(String marking, TraceNames names) {
    this.marking = marking;
    this.names = names;
  }

  /** Takes a step; gives the packet's whole way if that was its last. */
  Optional<PacketTrace> step(Trace trace) {
    if (trace.table().filter(marking::equals).isPresent()) {
      begin(trace);
      return Optional.empty();
    }
    Followed followed = open.get(trace.id());
    if (followed == null) {
      return Optional.empty();
    }
    trace.connection().ifPresent(of -> followed.state = ConnectionStates.of(of));
    PacketTrace.Builder packet = followed.out;
    boolean ours =
        trace.family() == NfFamily.INET
            && trace.table().filter(NodeLowering.TABLE::equals).isPresent();
    if (packet.getStepsCount() < MOST_STEPS) {
      packet.addSteps(message(trace, ours));
    }
    int code = code(trace);
    boolean ends = code == Verdict.NF_DROP || (ours && code == Verdict.NF_ACCEPT);
    if (!ends) {
      return Optional.empty();
    }
    open.remove(trace.id());
    packet.setDrops(code == Verdict.NF_DROP);
    if (ours) {
      decide(followed, trace);
    }
    return Optional.of(packet.build());
  }

  private void begin(Trace trace) {
    if (open.containsKey(trace.id())) {
      return;
    }
    if (open.size() >= MOST_PACKETS) {
      // The oldest came to no end that was told.
      open.remove(open.keySet().iterator().next());
    }
    open.put(trace.id(), new Followed(headers(trace)));
  }

  private PacketHeaders headers(Trace trace) {
    Trace.TracedPacket packet = trace.packet();
    PacketHeaders.Builder out =
        Headers.of(packet.network(), links.of(packet.inputInterface()))
            .orElse(PacketHeaders.getDefaultInstance())
            .toBuilder();
    byte[] transport = packet.transport().toArray();
    return transport.length < 4
        ? out.build()
        : Headers.transport(ByteBuffer.wrap(transport).getInt(), out.getProtocol(), out).build();
  }

  private TraceStep message(Trace trace, boolean ours) {
    TraceStep.Builder step =
        TraceStep.newBuilder()
            .setTable(
                trace.family().name().toLowerCase(Locale.ROOT) + " " + trace.table().orElse("?"))
            .setChain(trace.chain().orElse(""))
            .setIndex(-1)
            .setVerdict(verdict(trace));
    if (trace.type() == Trace.NFT_TRACETYPE_POLICY) {
      step.setComment("the chain's policy");
    } else if (trace.type() == Trace.NFT_TRACETYPE_RETURN) {
      step.setComment("the chain's end");
    } else if (ours && trace.rule().isPresent()) {
      names.name(step, trace.rule().getAsLong());
    }
    return step.build();
  }

  private static int code(Trace trace) {
    return trace.policy().isPresent()
        ? trace.policy().getAsInt()
        : trace.verdict().map(Verdict::code).orElse(Verdict.NFT_CONTINUE);
  }

  private static String verdict(Trace trace) {
    return trace.policy().isPresent()
        ? new Verdict(trace.policy().getAsInt(), Optional.empty()).toString()
        : trace.verdict().map(Verdict::toString).orElse("");
  }

  private void decide(Followed followed, Trace trace) {
    PacketTrace.Builder packet = followed.out;
    if (trace.type() == Trace.NFT_TRACETYPE_POLICY || trace.rule().isEmpty()) {
      packet.setReason(trace.type() == Trace.NFT_TRACETYPE_POLICY ? "no_endpoint" : "");
      return;
    }
    long handle = trace.rule().getAsLong();
    Optional<Outcome> outcome = names.outcome(handle);
    if (outcome.isPresent()) {
      decided(packet, outcome.get().reason(), outcome.get().rule());
      return;
    }
    names
        .element(handle, packet.getPacket(), followed.state, packet.getDrops())
        .ifPresent(
            element -> {
              decided(packet, element.reason(), element.rule());
              packet
                  .getStepsBuilder(packet.getStepsCount() - 1)
                  .setComment("by an element of map " + element.map());
            });
  }

  private static void decided(
      PacketTrace.Builder packet, Decision.Reason reason, Optional<RuleId> by) {
    packet.setReason(reason.name().toLowerCase(Locale.ROOT));
    by.ifPresent(
        rule ->
            packet
                .setPolicy(rule.policy())
                .setRule(rule.index())
                .setPosition(Messages.position(rule.position())));
  }
}
