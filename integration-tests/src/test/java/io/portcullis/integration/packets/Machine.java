package io.portcullis.integration.packets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when it was measured.
 *
 * @param load average of the last minute
 */
public record Machine(
    Instant at, String kernel, String processor, int cores, String nft, String load) {

  public static Machine now() throws IOException {
    String processor =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown processor");
    return new Machine(
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        System.getProperty("os.version", "?"),
        processor,
        Runtime.getRuntime().availableProcessors(),
        nftVersion(),
        Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
  }

  private static String nftVersion() throws IOException {
    Process process = new ProcessBuilder("nft", "--version").start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said.strip();
  }
}
