package io.portcullis.integration.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/** The parts of the JDK that reach the machine: files, sockets, processes and threads. */
final class Machine {

  // In java.io these work on memory, or are only named: all else there can open a file.
  private static final Set<String> MEMORY =
      Set.of(
          "java.io.Serial",
          "java.io.Serializable",
          "java.io.IOException",
          "java.io.UncheckedIOException",
          "java.io.InvalidObjectException",
          "java.io.ObjectInputStream",
          "java.io.ByteArrayInputStream",
          "java.io.ByteArrayOutputStream",
          "java.io.StringReader",
          "java.io.StringWriter");

  private static final Set<String> THREADS =
      Set.of(
          "java.lang.Thread",
          "java.util.Timer",
          "java.util.concurrent.Executor",
          "java.util.concurrent.ExecutorService",
          "java.util.concurrent.Executors",
          "java.util.concurrent.ThreadPoolExecutor",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.CompletableFuture");

  private static final Set<String> PROCESSES =
      Set.of("java.lang.Process", "java.lang.ProcessBuilder", "java.lang.Runtime");

  private Machine() {}

  /** Files, sockets and processes. */
  static DescribedPredicate<JavaClass> io() {
    return DescribedPredicate.describe("files, sockets or processes", Machine::isIo);
  }

  /** Threads, and what starts them. */
  static DescribedPredicate<JavaClass> threads() {
    return DescribedPredicate.describe("threads", type -> THREADS.contains(type.getName()));
  }

  private static boolean isIo(JavaClass type) {
    String room = type.getPackageName();
    return (room.equals("java.io") && !MEMORY.contains(type.getName()))
        || room.startsWith("java.nio.file")
        || room.startsWith("java.nio.channels")
        || room.startsWith("java.net")
        || room.startsWith("javax.net")
        || PROCESSES.contains(type.getName());
  }
}
