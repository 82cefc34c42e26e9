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
import java.util.List;
import java.util.Set;
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
          ControlGrpc.getResyncMethod());

  private static final Set<String> WRITING_NAMES =
      Set.copyOf(WRITING.stream().map(MethodDescriptor::getFullMethodName).toList());

  private final ControlSettings settings;
  private final Groups groups;

  Callers(ControlSettings settings) {
    this.settings = settings;
    this.groups = new Groups();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Caller caller = caller(call);
    String method = call.getMethodDescriptor().getFullMethodName();
    Caller.Right needed = WRITING_NAMES.contains(method) ? Caller.Right.WRITE : Caller.Right.READ;
    if (!caller.may(needed)) {
      AUDIT.warn("{} refused to {}", method, caller.name());
      call.close(
          Status.PERMISSION_DENIED.withDescription(
              caller.name() + " may not " + (needed == Caller.Right.WRITE ? "write" : "read")),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
    return Contexts.interceptCall(
        Context.current().withValue(Caller.KEY, caller), call, headers, next);
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
      Certificate certificate = session.getPeerCertificates()[0];
      List<String> names =
          certificate instanceof X509Certificate x509 ? CertificateNames.of(x509) : List.of();
      String name = names.isEmpty() ? "a certificate without a name" : names.get(0);
      ControlSettings.Tls tls = settings.tls().orElseThrow();
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
