package io.portcullis.integration.packets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Builds {@code native/packet-driver.c}. */
final class Driver {

  private Driver() {}

  /**
   * The program, built in a directory.
   *
   * @throws IOException with the compiler's words
   */
  static Path build(Path directory) throws IOException, InterruptedException {
    Path source = Path.of(System.getProperty("portcullis.root", ".."), "native", "packet-driver.c");
    Path program = directory.resolve("packet-driver");
    Process cc =
        new ProcessBuilder("gcc", "-O2", "-Wall", "-o", program.toString(), source.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(cc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (cc.waitFor() != 0) {
      throw new IOException("gcc on " + source + ": " + said);
    }
    return program;
  }
}
