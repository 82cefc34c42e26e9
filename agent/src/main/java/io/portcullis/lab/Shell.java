package io.portcullis.lab;

import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs the host's own network programs in a namespace. */
public final class Shell {

  private Shell() {}

  /**
   * What a program said.
   *
   * @param exit its exit code
   * @param out its standard output
   * @param err its standard error
   */
  public record Result(int exit, String out, String err) {}

  /**
   * Runs a program and waits for it.
   *
   * @param input for its standard input
   * @throws LabException if it cannot be started
   */
  public static Result run(NetworkNamespace namespace, String input, String... command) {
    try {
      Process process = namespace.start(new ProcessBuilder(command));
      try {
        CompletableFuture<String> err =
            CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
        try (var stdin = process.getOutputStream()) {
          stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          // It ended without reading all of its input: its exit code and standard error say why.
        }
        String out = read(process.getInputStream());
        return new Result(process.waitFor(), out, err.join());
      } finally {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException(List.of(command), "interrupted");
    } catch (Exception e) {
      throw new LabException(List.of(command), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Runs a program that must succeed.
   *
   * @return its standard output
   * @throws LabException if it cannot be started or fails
   */
  public static String must(NetworkNamespace namespace, String input, String... command) {
    Result result = run(namespace, input, command);
    if (result.exit() != 0) {
      throw new LabException(
          List.of(command), "exit code " + result.exit() + ": " + result.err().strip());
    }
    return result.out();
  }

  private static String read(java.io.InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
