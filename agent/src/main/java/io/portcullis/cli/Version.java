package io.portcullis.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version, as the jar's manifest has it. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Portcullis.class.getPackage().getImplementationVersion())
            .orElse("unpackaged");
    return new String[] {
      "portcullis " + version,
      "Java " + System.getProperty("java.version") + ", Linux " + System.getProperty("os.version")
    };
  }
}
