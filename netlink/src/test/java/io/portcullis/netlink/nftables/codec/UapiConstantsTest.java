package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the constants that are restated here to the kernel's header, by way of a C program. */
final class UapiConstantsTest {

  @Test
  void everyRestatedConstantIsTheHeaders(@TempDir Path directory) throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/include/linux/netfilter/nf_tables.h"))
            && Files.isExecutable(Path.of("/usr/bin/gcc")),
        "skipped: needs gcc and the kernel's headers (linux-libc-dev)");
    Path probe = directory.resolve("uapi-probe");
    Path source = Path.of(System.getProperty("portcullis.root"), "native", "uapi-probe.c");

    run("gcc", "-o", probe.toString(), source.toString());
    Map<String, Integer> header = new TreeMap<>();
    run(probe.toString())
        .lines()
        .forEach(
            line -> {
              int space = line.indexOf(' ');
              header.put(line.substring(0, space), Integer.valueOf(line.substring(space + 1)));
            });

    Map<String, Integer> ours = new TreeMap<>();
    for (Class<?> holder : new Class<?>[] {ObjectAttributes.class, ExpressionAttributes.class}) {
      for (Field field : holder.getDeclaredFields()) {
        if (Modifier.isPublic(field.getModifiers())) {
          ours.put(field.getName(), field.getInt(null));
        }
      }
    }
    assertThat(ours).isEqualTo(header);
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
