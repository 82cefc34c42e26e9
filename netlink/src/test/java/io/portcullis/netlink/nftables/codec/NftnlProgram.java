package io.portcullis.netlink.nftables.codec;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.testsupport.Programs;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds and runs {@code native/nftnl-vectors}. */
public final class NftnlProgram {

  private NftnlProgram() {}

  /** Its output; skips the test where there are no libnftnl and libmnl to build it with. */
  public static String run(Path directory, String... arguments) throws Exception {
    return feed(directory, "", arguments);
  }

  /** As {@link #run}, with {@code input} on its standard input. */
  public static String feed(Path directory, String input, String... arguments) throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/include/libnftnl/expr.h"))
            && Files.exists(Path.of("/usr/include/libmnl/libmnl.h"))
            && Files.isExecutable(Path.of("/usr/bin/gcc")),
        "skipped: needs gcc, libnftnl-dev and libmnl-dev");
    Programs programs = new Programs(ProcessBuilder::start);
    String program = directory.resolve("nftnl-vectors").toString();
    Path source = Path.of(System.getProperty("portcullis.root"), "native");
    String unused =
        programs.feed("make", "", "-s", "-C", source.toString(), "BUILD=" + directory, program);
    return programs.feed(program, input, arguments);
  }
}
