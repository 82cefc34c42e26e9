package io.portcullis.agent.control;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.List;
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
  private final AdvancedTlsX509TrustManager trust;
  private List<FileTime> read = List.of();

  /**
   * Reads them.
   *
   * @throws AgentException if they cannot be used
   */
  Identity(ControlSettings.Tls tls) {
    this.tls = tls;
    try {
      // The chain, validity and purpose; there is no host name of a client to be checked.
      trust =
          AdvancedTlsX509TrustManager.newBuilder()
              .setVerification(
                  AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
              .build();
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

  AdvancedTlsX509TrustManager trust() {
    return trust;
  }

  private void load() throws IOException, GeneralSecurityException {
    keys.updateIdentityCredentials(tls.certificate().toFile(), tls.key().toFile());
    trust.updateTrustCredentials(tls.clientAuthority().toFile());
  }

  private List<FileTime> times() throws IOException {
    return List.of(time(tls.certificate()), time(tls.key()), time(tls.clientAuthority()));
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
