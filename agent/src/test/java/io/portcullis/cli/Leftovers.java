package io.portcullis.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a program may leave behind on a machine. */
final class Leftovers {

  private Leftovers() {}

  /**
   * Processes whose environment holds a text, which children inherit. A network namespace without a
   * name lives only as long as a process in it.
   */
  static List<String> processes(String inEnvironment) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
          .filter(entry -> read(entry.resolve("environ")).contains(inEnvironment))
          .map(entry -> entry + ": " + read(entry.resolve("cmdline")).replace('\0', ' '))
          .toList();
    }
  }

  /** Network namespaces that threads of a process are in, without that of its main thread. */
  static Set<String> namespaces(long process) throws IOException {
    Path own = Path.of("/proc", Long.toString(process));
    try (Stream<Path> tasks = Files.list(own.resolve("task"))) {
      Set<String> all = tasks.map(Leftovers::namespace).collect(Collectors.toSet());
      all.remove(namespace(own));
      all.remove("");
      return all;
    }
  }

  /** Named network namespaces: files in {@code /run/netns}. */
  static Set<String> namedNamespaces() throws IOException {
    return names(Path.of("/run/netns"));
  }

  /** What is in a directory; nothing if it is not there. */
  static Set<String> names(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Set.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String namespace(Path task) {
    try {
      return Files.readSymbolicLink(task.resolve("ns/net")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** Empty for a process that ended meanwhile. */
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
