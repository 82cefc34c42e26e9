package io.portcullis.lab.demo;

import java.nio.file.Path;

/** Where the examples are, from a module's directory. */
final class Examples {

  static final Path NODEPORTS = Path.of("../docs/examples/nodeports");

  private Examples() {}
}
