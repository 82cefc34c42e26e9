package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The constants of the installed headers, by way of {@code native/uapi-probe}. */
final class HeaderConstants {

  private HeaderConstants() {}

  /** All of them, by name; skips the test where there is nothing to build the program with. */
  static Map<String, Integer> read(Path directory) throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/include/linux/netfilter/nf_tables.h"))
            && Files.isExecutable(Path.of("/usr/bin/gcc")),
        "skipped: needs gcc and the kernel's headers (linux-libc-dev)");
    Path generate =
        Path.of(System.getProperty("portcullis.root"), "native", "uapi-probe", "generate.sh");
    Path source = directory.resolve("uapi-probe.c");
    Path probe = directory.resolve("uapi-probe");
    Files.writeString(source, run("sh", generate.toString()));
    String unused = run("gcc", "-o", probe.toString(), source.toString());
    Map<String, Integer> header = new TreeMap<>();
    run(probe.toString())
        .lines()
        .forEach(
            line -> {
              int space = line.indexOf(' ');
              header.put(line.substring(0, space), Integer.valueOf(line.substring(space + 1)));
            });
    return header;
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
