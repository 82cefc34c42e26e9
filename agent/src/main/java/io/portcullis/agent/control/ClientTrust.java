package io.portcullis.agent.control;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whose certificates count: those that come from an authority (RFC 5280), are valid now, and, where
 * there are lists of revoked ones, are on none of them. With lists, a certificate whose status no
 * list tells, such as when the list is out of date, does not count either. What counts can be
 * exchanged at any time; refusals are told.
 */
final class ClientTrust extends X509ExtendedTrustManager {

  private static final int MOST_REASONS = 4;
  private static final int MOST_KNOWN = 1024;

  private final Refused refused;
  private volatile Optional<Rules> rules = Optional.empty();

  /**
   * What counts now.
   *
   * @param lists of those that were revoked
   * @param known whether chains count by that, which takes a moment to work out
   */
  private record Rules(
      X509ExtendedTrustManager manager,
      List<CRL> lists,
      ConcurrentMap<List<Certificate>, Boolean> known) {

    boolean count(List<Certificate> chain) {
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      return known.computeIfAbsent(chain, this::looked);
    }

    private boolean looked(List<Certificate> chain) {
      try {
        manager.checkClientTrusted(
            chain.stream().map(X509Certificate.class::cast).toArray(X509Certificate[]::new),
            "UNKNOWN");
        return true;
      } catch (CertificateException e) {
        return false;
      }
    }
  }

  ClientTrust(Refused refused) {
    this.refused = refused;
  }

  /**
   * From now on these count.
   *
   * @param revoked lists; none to check none
   * @throws GeneralSecurityException if that cannot be, such as without an authority
   */
  void update(
      Collection<? extends Certificate> authorities, Optional<Collection<? extends CRL>> revoked)
      throws GeneralSecurityException {
    Set<TrustAnchor> anchors =
        authorities.stream()
            .filter(X509Certificate.class::isInstance)
            .map(authority -> new TrustAnchor((X509Certificate) authority, null))
            .collect(Collectors.toSet());
    PKIXBuilderParameters how = new PKIXBuilderParameters(anchors, new X509CertSelector());
    how.setRevocationEnabled(revoked.isPresent());
    if (revoked.isPresent()) {
      how.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(revoked.get())));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(how));
    List<CRL> lists = List.copyOf(revoked.orElse(List.of()));
    rules =
        Arrays.stream(factory.getTrustManagers())
            .filter(X509ExtendedTrustManager.class::isInstance)
            .map(X509ExtendedTrustManager.class::cast)
            .findFirst()
            .map(manager -> new Rules(manager, lists, new ConcurrentHashMap<>()));
  }

  /**
   * What has become of a certificate since its connection was made, such as "which was revoked".
   *
   * @param chain of a connection's client, its own first
   * @return empty if it counts as it did
   */
  Optional<String> lost(List<Certificate> chain) {
    Rules now = rules.orElseThrow();
    Certificate own = chain.get(0);
    if (now.lists().stream().anyMatch(list -> list.isRevoked(own))) {
      return Optional.of("which was revoked");
    }
    try {
      if (own instanceof X509Certificate x509) {
        x509.checkValidity();
      }
    } catch (CertificateException e) {
      return Optional.of("whose time is over");
    }
    return now.count(chain) ? Optional.empty() : Optional.of("which no longer counts");
  }

  private interface Check {
    void by(X509ExtendedTrustManager rule) throws CertificateException;
  }

  private void check(X509Certificate[] chain, Check check) throws CertificateException {
    try {
      check.by(
          rules.orElseThrow(() -> new CertificateException("no authority is known")).manager());
    } catch (CertificateException e) {
      refused.tell(
          "a certificate of " + (chain.length == 0 ? "nobody" : name(chain[0])) + ": " + reason(e));
      throw e;
    }
  }

  private static String name(X509Certificate certificate) {
    return CertificateNames.of(certificate).stream().findFirst().orElse("somebody without a name");
  }

  /** What is below the first says why; that one says the same with names of classes. */
  private static String reason(Throwable e) {
    List<String> reasons = new ArrayList<>();
    Throwable next = e.getCause();
    for (int i = 0; i < MOST_REASONS && next != null; i++) {
      reasons.add(String.valueOf(next.getMessage()));
      next = next.getCause();
    }
    return reasons.isEmpty() ? String.valueOf(e.getMessage()) : String.join(": ", reasons);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain, rule -> rule.checkClientTrusted(chain, type, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain, rule -> rule.checkClientTrusted(chain, type, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain, rule -> rule.checkClientTrusted(chain, type));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this is no client");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("this is no client");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this is no client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return rules
        .map(rule -> rule.manager().getAcceptedIssuers())
        .orElseGet(() -> new X509Certificate[0]);
  }
}
