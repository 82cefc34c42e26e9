package io.portcullis.agent.control;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.netty.channel.unix.PeerCredentials;
import io.portcullis.api.v1.ControlGrpc;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says who calls, and lets nobody do what is not theirs to do. Refusals are in the audit log. */
final class Callers implements ServerInterceptor {

  private static final Logger AUDIT = LoggerFactory.getLogger("portcullis.audit");

  private static final Set<MethodDescriptor<?, ?>> WRITING =
      Set.of(
          ControlGrpc.getApplyMethod(),
          ControlGrpc.getDeleteMethod(),
          ControlGrpc.getRollbackMethod(),
          ControlGrpc.getConfirmMethod(),
          ControlGrpc.getTraceMethod(),
          ControlGrpc.getResyncMethod());

  private static final Set<String> WRITING_NAMES =
      Set.copyOf(WRITING.stream().map(MethodDescriptor::getFullMethodName).toList());

  private final ControlSettings settings;
  private final Optional<ClientTrust> trust;
  private final Groups groups;
  private final OpenStreams streams = new OpenStreams();

  /** With who is trusted over the network, for a server that is there. */
  Callers(ControlSettings settings, Optional<ClientTrust> trust) {
    this.settings = settings;
    this.trust = trust;
    this.groups = new Groups();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    AtomicBoolean called = call.getAttributes().get(ConnectionNegotiator.CALLED);
    if (called != null) {
      called.set(true);
    }
    Caller caller = caller(call);
    Optional<String> refused = refused(call, caller);
    if (refused.isPresent()) {
      call.close(Status.PERMISSION_DENIED.withDescription(refused.get()), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    Context context = Context.current().withValue(Caller.KEY, caller);
    return call.getMethodDescriptor().getType() == MethodDescriptor.MethodType.UNARY
        ? Contexts.interceptCall(context, call, headers, next)
        : streams.start(context, call, headers, next, () -> refused(call, caller(call)));
  }

  /** Why a call is not allowed, which is in the audit log then. */
  private static Optional<String> refused(ServerCall<?, ?> call, Caller caller) {
    String method = call.getMethodDescriptor().getFullMethodName();
    Caller.Right needed = WRITING_NAMES.contains(method) ? Caller.Right.WRITE : Caller.Right.READ;
    if (caller.may(needed)) {
      return Optional.empty();
    }
    AUDIT.warn("{} refused to {}", method, caller.name());
    return Optional.of(
        caller.name() + " may not " + (needed == Caller.Right.WRITE ? "write" : "read"));
  }

  /** Ends the streams of those who may not have them any longer. */
  void look() {
    try {
      streams.look();
    } catch (RuntimeException e) {
      // The timer would never come again.
      AUDIT.error("streams that are open could not be looked at: {}", e.toString());
    }
  }

  private Caller caller(ServerCall<?, ?> call) {
    PeerCredentials peer = call.getAttributes().get(ConnectionNegotiator.PEER);
    if (peer != null) {
      return local(peer);
    }
    SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    return session == null ? new Caller("nobody", Caller.Right.NONE) : remote(session, call);
  }

  private Caller local(PeerCredentials peer) {
    String name = "uid " + peer.uid() + " (pid " + peer.pid() + ")";
    if (peer.uid() == 0) {
      return new Caller(name, Caller.Right.WRITE);
    }
    if (settings.group().filter(group -> groups.has(group, peer.uid(), peer.gids())).isEmpty()) {
      return new Caller(name, Caller.Right.NONE);
    }
    return new Caller(name, settings.groupWrites() ? Caller.Right.WRITE : Caller.Right.READ);
  }

  private Caller remote(SSLSession session, ServerCall<?, ?> call) {
    try {
      List<Certificate> chain = Arrays.asList(session.getPeerCertificates());
      Certificate certificate = chain.get(0);
      List<String> names =
          certificate instanceof X509Certificate x509 ? CertificateNames.of(x509) : List.of();
      String name = names.isEmpty() ? "a certificate without a name" : names.get(0);
      ControlSettings.Tls tls = settings.tls().orElseThrow();
      Optional<String> lost = trust.flatMap(known -> known.lost(chain));
      if (lost.isPresent()) {
        return new Caller("certificate " + name + ", " + lost.get() + ",", Caller.Right.NONE);
      }
      Caller.Right right =
          names.stream().anyMatch(tls.writers()::contains)
              ? Caller.Right.WRITE
              : names.stream().anyMatch(tls.readers()::contains)
                  ? Caller.Right.READ
                  : Caller.Right.NONE;
      return new Caller("certificate " + name, right, Sessions.of(call.getAttributes()));
    } catch (SSLPeerUnverifiedException e) {
      return new Caller("nobody", Caller.Right.NONE);
    }
  }
}
