import io.portcullis.testsupport.Snippet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Compiles every piece of the packages' documentation against the class path it is started with,
 * and runs those that need nothing to happen beside them. Arguments: directories of sources.
 */
final class Tutorial {

  private static final String ROOT = "io.portcullis.netlink";

  private static final List<String> PACKAGES =
      List.of("", ".conntrack", ".nflog", ".nftables", ".nftables.events", ".nftables.expr",
          ".route", ".sys", ".testkit");

  private static final Set<String> ALONE =
      Set.of(" 1", ".nftables 1", ".nftables 2", ".nftables 3", ".route 1", ".testkit 1");

  public static void main(String[] sources) throws Exception {
    List<String> imports = new ArrayList<>(List.of("java.time", "java.util"));
    PACKAGES.forEach(each -> imports.add(ROOT + each));
    int compiled = 0;
    List<String> ran = new ArrayList<>();
    for (String directory : sources) {
      for (Snippet snippet : Snippet.below(Path.of(directory))) {
        Snippet.Program program = snippet.compile(Files.createTempDirectory("piece"), imports);
        compiled++;
        String name = snippet.packageName().substring(ROOT.length()) + " " + snippet.number();
        if (ALONE.contains(name)) {
          ran.add(name);
          System.out.print(program.run());
        }
      }
    }
    if (ran.size() != ALONE.size()) {
      throw new IllegalStateException("of " + ALONE + " only these are there: " + ran);
    }
    System.out.println(compiled + " pieces compiled, " + ran.size() + " run");
  }
}
