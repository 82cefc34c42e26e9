package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the launcher leaves out of the class path of commands that talk to the agent, none needs.
 */
class LauncherKernelTest {

  private static final Path LAUNCHER =
      Path.of(System.getProperty("portcullis.root", ".."), "portcullis");
  private static final Pattern JARS = Pattern.compile("local jars=\\((.*?)\\)", Pattern.DOTALL);
  private static final Pattern IN_LIB = Pattern.compile("\"\\$lib\"/(\\S+)");
  private static final Pattern SHORT =
      Pattern.compile("^ +(\\S.*\\S) ?\\) jvm_for_cli short ;;$", Pattern.MULTILINE);

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("launcher");

  @AfterEach
  void close() {
    namespace.close();
  }

  private static String first(Pattern pattern) throws IOException {
    return String.valueOf(
        pattern.matcher(Files.readString(LAUNCHER)).results().findFirst().orElseThrow().group(1));
  }

  private static String name(String entry) {
    return entry.substring(entry.lastIndexOf(File.separatorChar) + 1);
  }

  /**
   * The jars of the test's class path that the launcher names, and modules as they are compiled.
   */
  private static String classPath() throws IOException {
    String jars = first(JARS);
    List<PathMatcher> named =
        IN_LIB
            .matcher(jars)
            .results()
            .map(found -> FileSystems.getDefault().getPathMatcher("glob:" + found.group(1)))
            .toList();
    assertThat(named).hasSizeGreaterThan(5);
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> kept =
        Arrays.stream(all.split(File.pathSeparator, -1))
            .filter(
                entry ->
                    (entry.endsWith("classes") && !entry.endsWith("test-classes"))
                        || named.stream().anyMatch(jar -> jar.matches(Path.of(name(entry)))))
            .toList();
    assertThat(kept).hasSizeLessThan(16);
    return String.join(File.pathSeparator, kept);
  }

  @Test
  void everyCommandFindsItsClassesOnTheShortClassPath() throws Exception {
    Path policy = Files.writeString(dir.resolve("policy.yaml"), Policy.ALL);
    String packet = "--in eth0 --from 192.0.2.1 --to 192.0.2.2 --tcp 30080";
    List<String> commands =
        List.of(
            "apply -f " + policy,
            "status",
            "status -o yaml",
            "get",
            "get cli -o json",
            "history",
            "counters",
            "top --times 1",
            "apply --dry-run -f " + policy,
            "explain " + packet,
            "verify",
            "rollback",
            "confirm",
            "delete cli");
    try (LocalAgent agent = new LocalAgent(namespace, dir)) {
      for (String command : commands) {
        List<String> line =
            new ArrayList<>(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath(),
                    "io.portcullis.cli.Portcullis"));
        line.addAll(List.of(command.split(" ", -1)));
        line.add("--socket");
        line.add(agent.socket().toString());

        Shell.Result result = Shell.run(namespace, "", line.toArray(String[]::new));

        // An agent may refuse; what is missing is an error in the program, or comes through main.
        assertThat(result.err())
            .as(command)
            .doesNotContain("internal error", "NoClassDefFound", "ClassNotFound");
        assertThat(result.exit()).as("%s: %s", command, result.err()).isIn(0, 1, 17);
      }
    }
  }

  @Test
  void theLauncherSaysWhichCommandsThoseAre() throws IOException {
    String names = first(SHORT);

    assertThat(Arrays.stream(names.split(" \\| ", -1)))
        .contains("status", "apply", "top")
        .allSatisfy(name -> assertThat(Quick.commandLine(name)).as(name).isPresent());
  }
}
