package io.portcullis.testsupport;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A piece of code in a package's documentation: what stands between {@code <pre>} and {@code
 * </pre>}. What it prints with {@code System.out} is what {@link Program#run} gives.
 *
 * @param file the package-info.java
 * @param number of the piece in it, from 1
 * @param code the statements
 */
public record Snippet(Path file, int number, String code) {

  private static final Pattern BLOCK =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* \\}</pre>", Pattern.DOTALL);
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package (\\S+);");

  /**
   * Those of every package below a source directory, in order.
   *
   * @throws IOException if the directory cannot be read
   */
  public static List<Snippet> below(Path root) throws IOException {
    List<Snippet> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.endsWith("package-info.java")).sorted().toList()) {
        Matcher block = BLOCK.matcher(Files.readString(file));
        for (int number = 1; block.find(); number++) {
          String code = block.group(1).replaceAll("(?m)^ \\* ?", "");
          found.add(new Snippet(file, number, code));
        }
      }
    }
    return found;
  }

  /** The package's name. */
  public String packageName() throws IOException {
    Matcher name = PACKAGE.matcher(Files.readString(file));
    if (!name.find()) {
      throw new IllegalStateException(file + " has no package");
    }
    return name.group(1);
  }

  /**
   * Compiles the statements against the class path of this virtual machine.
   *
   * @param directory for sources and classes
   * @param packages whose types it may use
   * @throws IllegalArgumentException if it does not compile, with what the compiler says
   */
  public Program compile(Path directory, List<String> packages) throws Exception {
    StringBuilder source = new StringBuilder();
    packages.forEach(each -> source.append("import ").append(each).append(".*;\n"));
    source.append(
        """
        public final class Piece {
          static final java.io.ByteArrayOutputStream PRINTED = new java.io.ByteArrayOutputStream();

          static final class System {
            static final java.io.PrintStream out = new java.io.PrintStream(PRINTED, true);
          }

          public static String run() throws Exception {
            PRINTED.reset();
            %s
            return PRINTED.toString();
          }
        }
        """
            .formatted(code));
    Path file = Files.writeString(directory.resolve("Piece.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", directory.toString(), "-cp", System.getProperty("java.class.path"));
      boolean good =
          compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(file)).call();
      if (!good) {
        throw new IllegalArgumentException(this + " does not compile:\n" + said);
      }
    }
    return new Program(directory);
  }

  /**
   * What it was compiled to.
   *
   * @param directory of its classes
   */
  public record Program(Path directory) {

    /** Runs it, and gives what it printed. */
    public String run() throws Exception {
      URL[] classes = {directory.toUri().toURL()};
      try (URLClassLoader loader = new URLClassLoader(classes, Snippet.class.getClassLoader())) {
        return (String) loader.loadClass("Piece").getMethod("run").invoke(null);
      }
    }
  }

  @Override
  public String toString() {
    return "piece " + number + " of " + file;
  }
}
