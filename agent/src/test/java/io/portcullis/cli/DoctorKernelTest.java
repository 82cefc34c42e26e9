package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code portcullis doctor} in a namespace of its own. */
class DoctorKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("doctor");

  @AfterEach
  void close() {
    namespace.close();
  }

  private Cli doctor(String... more) throws Exception {
    String[] args = {"doctor", "--socket", dir.resolve("nobody.sock").toString()};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return namespace.call(() -> Cli.run(all));
  }

  @Test
  void saysWhatTheKernelCanDoAndWhoIsHereAndChangesNothing() throws Exception {
    Cli cli = doctor();

    assertThat(cli.err()).isEmpty();
    assertThat(cli.out())
        .contains("kernel " + System.getProperty("os.version"))
        .containsPattern("ok +nf_tables")
        .containsPattern("warning +inet portcullis +there is no such table")
        .containsPattern("note +agent +no agent answers on")
        .doesNotContain("\033[");
    assertThat(cli.exit()).isZero();
    assertThat(Shell.must(namespace, "", "nft", "list", "ruleset")).isEmpty();
  }

  @Test
  void whoTranslatesBeforePolicyIsAnError() throws Exception {
    String unused =
        Shell.must(
            namespace,
            """
            table ip early {
              chain pre { type nat hook prerouting priority -150; }
            }
            """,
            "nft",
            "-f",
            "-");

    Cli cli = doctor("-o", "json");

    assertThat(cli.exit()).isEqualTo(1);
    var tree = JSON.std.mapFrom(cli.out());
    assertThat(tree).containsOnlyKeys("version", "kernel", "hooks", "neighbours");
    assertThat(tree.get("hooks")).asString().contains("ip early", "-150");
    assertThat(tree.get("neighbours")).asString().contains("before policy", "error");
  }
}
