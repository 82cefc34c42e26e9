package io.portcullis.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What this module makes, and what it makes it of. */
final class Built {

  private static final Path MODULE = Path.of(System.getProperty("portcullis.root"), "deploy");

  static final Path PACKAGE = MODULE.resolve("target/portcullis.deb");
  static final Path IMAGE = MODULE.resolve("target/portcullis-image.tar");
  static final Path UNIT = MODULE.resolve("systemd/portcullis.service");
  static final Path MANIFEST = MODULE.resolve("kubernetes/portcullis.yaml");

  /**
   * A policy that guards {@code eth0} of node1 in full, so that there is a rule to be looked for.
   */
  static final String POLICY =
      """
      apiVersion: projectcalico.org/v3
      kind: HostEndpoint
      metadata: {name: node1-eth0, labels: {guarded: "yes"}}
      spec: {node: node1, interfaceName: eth0}
      ---
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkPolicy
      metadata: {name: deny-all}
      spec:
        selector: guarded == "yes"
        preDNAT: true
        applyOnForward: true
        types: [Ingress]
        ingress: [{action: Deny}]
      """;

  private Built() {}

  /** The values that the unit gives a setting, in order. */
  static List<String> unit(String setting) throws IOException {
    return Files.readAllLines(UNIT).stream()
        .filter(line -> line.startsWith(setting + "="))
        .map(line -> line.substring(setting.length() + 1))
        .toList();
  }

  /** Where a program is that a test runs if it is there. */
  static Optional<Path> program(String name) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
