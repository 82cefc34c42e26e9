package io.portcullis.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the scheduler knows of the thread that asks: {@code /proc/thread-self}. Says whether a
 * thread took long because it waited for a core, or because the kernel had it wait for something.
 *
 * @param queuedNanos how long it was ready to run, and did not
 * @param voluntary how often it went to sleep by itself, in system calls that wait
 * @param involuntary how often it was stopped for another thread
 */
record Waiting(long queuedNanos, long voluntary, long involuntary) {

  static Waiting now() throws IOException {
    Path thread = Path.of("/proc/thread-self");
    List<String> status = Files.readAllLines(thread.resolve("status"));
    String[] schedstat = Files.readString(thread.resolve("schedstat")).trim().split(" ");
    return new Waiting(
        Long.parseLong(schedstat[1]),
        count(status, "voluntary_ctxt_switches:"),
        count(status, "nonvoluntary_ctxt_switches:"));
  }

  Waiting since(Waiting before) {
    return new Waiting(
        queuedNanos - before.queuedNanos,
        voluntary - before.voluntary,
        involuntary - before.involuntary);
  }

  private static long count(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length()).trim()))
        .sum();
  }
}
