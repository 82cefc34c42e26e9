package io.portcullis.agent.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How kube-proxy says that it works: {@code GET /proxyMode} where its metrics are, which is on
 * loopback unless it is configured otherwise.
 */
final class KubeProxyMode {

  private static final URI WHERE = URI.create("http://127.0.0.1:10249/proxyMode");
  private static final int MILLIS = 100;
  private static final int LONGEST = 32;

  private KubeProxyMode() {}

  /** Empty if nobody answers at once, or with anything else than a word. */
  static Optional<String> ask() {
    try {
      HttpURLConnection connection = (HttpURLConnection) WHERE.toURL().openConnection();
      connection.setConnectTimeout(MILLIS);
      connection.setReadTimeout(MILLIS);
      try (InputStream in = connection.getInputStream()) {
        String mode = new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII).strip();
        return mode.matches("[a-z]+") ? Optional.of(mode) : Optional.empty();
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
