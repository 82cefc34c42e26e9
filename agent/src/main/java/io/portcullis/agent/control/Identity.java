package io.portcullis.agent.control;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates from files, read again when the files change: connections that are made from then on
 * use the new ones. What cannot be read is told, and the ones before stay.
 */
final class Identity {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  private final ControlSettings.Tls tls;
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final ClientTrust trust;
  private List<FileTime> read = List.of();

  /**
   * Reads them.
   *
   * @throws AgentException if they cannot be used
   */
  Identity(ControlSettings.Tls tls, Refused refused) {
    this.tls = tls;
    this.trust = new ClientTrust(refused);
    try {
      read = times();
      load();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new AgentException(
              ExitCode.CONFIG_INVALID,
              "the control API's certificates cannot be used: " + e.getMessage(),
              "name PEM files: a certificate chain, its PKCS#8 key, and the clients' authority")
          .causedBy(e);
    }
  }

  AdvancedTlsX509KeyManager keys() {
    return keys;
  }

  ClientTrust trust() {
    return trust;
  }

  private void load() throws IOException, GeneralSecurityException {
    keys.updateIdentityCredentials(tls.certificate().toFile(), tls.key().toFile());
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    Collection<? extends Certificate> authorities;
    try (InputStream in = Files.newInputStream(tls.clientAuthority())) {
      authorities = factory.generateCertificates(in);
    }
    trust.update(authorities, revoked(factory));
  }

  private Optional<Collection<? extends CRL>> revoked(CertificateFactory factory)
      throws IOException, GeneralSecurityException {
    if (tls.revocations().isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(tls.revocations().get())) {
      Collection<? extends CRL> lists = factory.generateCRLs(in);
      if (lists.isEmpty()) {
        throw new IllegalArgumentException(tls.revocations().get() + " holds no revocation list");
      }
      return Optional.of(lists);
    }
  }

  private List<FileTime> times() throws IOException {
    List<FileTime> times = new ArrayList<>();
    times.add(time(tls.certificate()));
    times.add(time(tls.key()));
    times.add(time(tls.clientAuthority()));
    if (tls.revocations().isPresent()) {
      times.add(time(tls.revocations().get()));
    }
    return List.copyOf(times);
  }

  private static FileTime time(Path file) throws IOException {
    return Files.getLastModifiedTime(file);
  }

  /** Reads them again if a file changed. */
  synchronized void refresh() {
    try {
      List<FileTime> now = times();
      if (!now.equals(read)) {
        load();
        read = now;
        LOG.info("certificates of the control API read again");
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      LOG.error("certificates of the control API stay as they were: {}", e.getMessage());
    }
  }
}
