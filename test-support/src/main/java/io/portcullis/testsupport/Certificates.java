package io.portcullis.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Certificates of an authority of its own, made by the JDK's keytool. */
public final class Certificates {

  private static final String PASSWORD = "changeit";

  private final Path dir;
  private final Map<String, Issued> made = new HashMap<>();

  private final Path authority;

  /** A certificate and its key, as files of PEM. */
  public record Issued(Path certificate, Path key) {}

  /**
   * A new authority.
   *
   * @param dir for its files; made if need be
   */
  public Certificates(Path dir) throws Exception {
    this.dir = Files.createDirectories(dir);
    this.authority = dir.resolve("ca.pem");
    keytool("ca", "-genkeypair", "-dname", "CN=ca", "-ext", "bc:c", "-validity", "30");
    keytool("ca", "-exportcert", "-rfc", "-file", authority.toString());
  }

  /** The authority's certificate. */
  public Path authority() {
    return authority;
  }

  /** One for a name, with further arguments for keytool -gencert, such as a validity. */
  public Issued issue(String name, String... validity) throws Exception {
    Path request = dir.resolve(name + ".csr");
    Path certificate = dir.resolve(name + ".pem");
    keytool(name, "-genkeypair", "-dname", "CN=" + name);
    keytool(name, "-certreq", "-file", request.toString());
    List<String> sign =
        new ArrayList<>(List.of("-gencert", "-rfc", "-infile", request.toString(), "-outfile"));
    sign.addAll(List.of(certificate.toString(), "-ext", "san=dns:" + name));
    sign.addAll(List.of(validity));
    keytool("ca", sign.toArray(String[]::new));
    return new Issued(certificate, key(name));
  }

  /** One for a name, the same at each call. */
  public Issued once(String name) throws Exception {
    Issued known = made.get(name);
    if (known != null) {
      return known;
    }
    Issued issued = issue(name);
    made.put(name, issued);
    return issued;
  }

  /** A list of revoked certificates; {@code more} are further arguments for keytool -gencrl. */
  public Path revoke(String file, List<Issued> revoked, String... more) throws Exception {
    Path list = dir.resolve(file);
    List<String> make = new ArrayList<>(List.of("-gencrl", "-rfc", "-file", list.toString()));
    for (Issued one : revoked) {
      try (InputStream in = Files.newInputStream(one.certificate())) {
        var certificate =
            (java.security.cert.X509Certificate)
                java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in);
        make.addAll(List.of("-id", certificate.getSerialNumber().toString()));
      }
    }
    make.addAll(List.of(more));
    keytool("ca", make.toArray(String[]::new));
    return list;
  }

  private Path key(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(dir.resolve(name + ".p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    byte[] key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
    return Files.writeString(
        dir.resolve(name + ".key"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n");
  }

  private void keytool(String alias, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", alias, "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", dir.resolve(alias + ".p12").toString()));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": " + said);
    }
  }
}
