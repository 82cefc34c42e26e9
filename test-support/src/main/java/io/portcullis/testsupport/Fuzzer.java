package io.portcullis.testsupport;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs Jazzer as a program of its own, guided by coverage, from a corpus that is made on the spot.
 * {@code -Dfuzz.runs=5000000} and {@code -Dfuzz.seed=1} say how long and from where.
 */
public final class Fuzzer {

  /** How often the target is called. */
  public static final String RUNS = System.getProperty("fuzz.runs", "20000");

  private static final String SEED = System.getProperty("fuzz.seed", "20261124");
  private static final int HOURS = 6;

  private Fuzzer() {}

  /**
   * What it came to.
   *
   * @param clean whether every run kept what the target promises
   * @param said all that the fuzzer printed: a finding, with its bytes in base64
   */
  public record Result(boolean clean, String said) {}

  /**
   * Runs it.
   *
   * @param target class with a {@code fuzzerTestOneInput(byte[])} that throws if a promise is
   *     broken
   * @param instrumented packages whose coverage guides it, with a pattern
   * @param corpus inputs to begin with, by name
   * @param longest input, in bytes
   * @param directory that it may write to
   * @param more options of libFuzzer's, such as a dictionary
   */
  public static Result run(
      Class<?> target,
      String instrumented,
      Map<String, byte[]> corpus,
      int longest,
      Path directory,
      List<String> more)
      throws IOException, InterruptedException {
    Path seeds = Files.createDirectory(directory.resolve("corpus"));
    for (Map.Entry<String, byte[]> seed : corpus.entrySet()) {
      Path unused = Files.write(seeds.resolve(seed.getKey()), seed.getValue());
    }
    Path log = directory.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx768m",
            "-XX:+EnableDynamicAgentLoading",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.getName(),
            "--instrumentation_includes=" + instrumented,
            "--custom_hook_includes=" + instrumented,
            "--reproducer_path=" + directory,
            "-artifact_prefix=" + directory + File.separator,
            "-seed=" + SEED,
            "-runs=" + RUNS,
            "-max_len=" + longest,
            "-rss_limit_mb=3072");
    builder.command().addAll(more);
    builder.command().add(seeds.toString());
    Process fuzzer =
        builder
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = fuzzer.waitFor(HOURS, TimeUnit.HOURS);
    String said = Files.readString(log, StandardCharsets.ISO_8859_1);
    return new Result(
        ended && fuzzer.exitValue() == 0 && said.contains("Done " + RUNS + " runs"), said);
  }
}
