package io.portcullis.agent.control;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.state.Refusals;
import io.portcullis.api.v1.DeniedPacket;
import io.portcullis.api.v1.DeniedRequest;
import io.portcullis.compiler.DeniedPrefix;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.Notification;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.nflog.LoggedPacket;
import io.portcullis.netlink.nflog.Nflog;
import io.portcullis.netlink.sys.SystemCallException;
import io.portcullis.policy.effective.DataplaneSettings.Denied;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Packets that are dropped, from the group of nfnetlink_log that the ruleset logs them to. The
 * group is taken while somebody listens: otherwise the kernel has nobody to copy packets for.
 */
final class DeniedPackets implements AutoCloseable {

  private static final int MOST = 16;

  /** Of each packet: headers, with some options. */
  private static final int BYTES = 128;

  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final Node node;
  private final LinkNames links = new LinkNames();
  private final Set<DeniedStream> streams = new LinkedHashSet<>();
  private boolean running;
  private boolean closed;

  DeniedPackets(Node node) {
    this.node = node;
  }

  /**
   * Has somebody told, until the call ends.
   *
   * @throws AgentException if the configuration does not say so, or the group is somebody else's
   */
  void start(DeniedRequest request, ServerCallStreamObserver<DeniedPacket> observer) {
    Denied how =
        node.settings()
            .denied()
            .orElseThrow(
                () ->
                    new AgentException(
                        ExitCode.API_REFUSED,
                        "packets that are dropped are not told of",
                        "set denied: {group: 5}, or another group, in the configuration"));
    DeniedStream stream = new DeniedStream(request, observer);
    observer.setOnCancelHandler(() -> end(stream));
    synchronized (this) {
      if (closed) {
        throw Refusals.ending();
      }
      if (streams.size() >= MOST) {
        throw Status.RESOURCE_EXHAUSTED
            .withDescription(MOST + " are told of denied packets already")
            .asRuntimeException();
      }
      if (!running) {
        listen(how);
      }
      streams.add(stream);
    }
  }

  private synchronized void end(DeniedStream stream) {
    streams.remove(stream);
  }

  private void listen(Denied how) {
    Subscription<LoggedPacket> packets;
    try {
      packets = Nflog.open(how.group(), BYTES);
    } catch (NetlinkException e) {
      throw new AgentException(
              ExitCode.API_REFUSED,
              "denied packets cannot be read: " + e.getMessage(),
              "another program has the group, such as ulogd: name another in denied")
          .causedBy(e);
    }
    running = true;
    // In the network namespace of the thread that starts it.
    Threads.named("denied").newThread(() -> run(packets)).start();
  }

  private void run(Subscription<LoggedPacket> packets) {
    try (packets) {
      while (isWanted()) {
        try {
          packets.poll(PATIENCE).forEach(this::tell);
        } catch (MalformedMessageException e) {
          listeners().forEach(DeniedStream::lost);
        }
      }
    } catch (SystemCallException e) {
      stop(e);
    }
  }

  /** False if nobody listens any more; then the next one takes the group again. */
  private synchronized boolean isWanted() {
    running = !streams.isEmpty();
    return running;
  }

  private synchronized List<DeniedStream> listeners() {
    return List.copyOf(streams);
  }

  private void tell(Notification<LoggedPacket> notification) {
    if (notification instanceof Notification.Happened<LoggedPacket> happened) {
      Optional<DeniedPacket> packet = message(happened.event());
      for (DeniedStream stream : listeners()) {
        if (packet.isPresent() && !stream.tell(packet.get())) {
          end(stream);
        }
      }
    } else {
      listeners().forEach(DeniedStream::lost);
    }
  }

  /** Empty for what no rule of ours logged: a group is anybody's. */
  private Optional<DeniedPacket> message(LoggedPacket packet) {
    DeniedPacket.Builder out =
        DeniedPacket.newBuilder()
            .setMillis(
                packet
                    .timestamp()
                    .map(time -> time.toEpochMilli())
                    .orElseGet(System::currentTimeMillis));
    Headers.of(packet.payload(), links.of(packet.inLink())).ifPresent(out::setPacket);
    String prefix = packet.prefix();
    if (prefix.equals(DeniedPrefix.INVALID)) {
      return Optional.of(out.setReason("invalid").build());
    }
    int slash = prefix.lastIndexOf('/');
    if (slash < 1 || !prefix.substring(slash + 1).matches("[0-9]{1,6}")) {
      return Optional.empty();
    }
    out.setReason("deny")
        .setPolicy(prefix.substring(0, slash))
        .setRule(Integer.parseInt(prefix.substring(slash + 1)));
    node.store()
        .held()
        .flatMap(held -> DeniedPrefix.rule(prefix, held.desired().compiled().outcomes()))
        .ifPresent(
            rule -> out.setPolicy(rule.policy()).setPosition(Messages.position(rule.position())));
    return Optional.of(out.build());
  }

  private void stop(SystemCallException why) {
    List<DeniedStream> all = listeners();
    synchronized (this) {
      streams.clear();
      running = false;
    }
    all.forEach(
        stream ->
            stream.fail(Status.UNAVAILABLE.withDescription(why.getMessage()).asRuntimeException()));
  }

  @Override
  public void close() {
    List<DeniedStream> all = listeners();
    synchronized (this) {
      closed = true;
      streams.clear();
    }
    all.forEach(stream -> stream.fail(Statuses.of(Refusals.ending())));
  }
}
