package io.portcullis.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Debian package's files where they belong, in a mount namespace; and its agent as the unit
 * starts it: nobody's user, with the unit's capabilities and no way to more.
 */
final class PackageKernelTest {

  private static final String NOBODY = "65534";

  private final NetworkNamespace namespace = NetworkNamespace.create("package");
  private final Programs programs = new Programs(namespace::start);
  @TempDir private Path directory = Path.of("");
  private Path policy;
  private Path own;

  @BeforeEach
  void unpack() throws Exception {
    // Read by another user than the one who made it.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    programs.feed("dpkg-deb", "", "-x", Built.PACKAGE.toString(), root().toString());
    Path unused = Files.createDirectory(cache());
    policy = Files.createDirectory(directory.resolve("policy"));
    Files.writeString(policy.resolve("policy.yaml"), Built.POLICY);
    own = Files.createDirectory(directory.resolve("own"));
    programs.feed("chown", "", NOBODY + ":" + NOBODY, own.toString());
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  @Test
  void theAgentWorksWithWhatTheUnitLetsIt() throws Exception {
    Process agent = agent(Built.unit("AmbientCapabilities").get(0));
    try {
      awaitTable();
      assertThat(programs.nft("list", "table", "inet", "portcullis")).contains("deny-all rule 0");
      assertThat(Files.readString(Path.of("/proc", "" + agent.pid(), "status")))
          .contains("Uid:\t65534\t65534", "NoNewPrivs:\t1")
          .contains("CapEff:\t0000000000001000", "CapBnd:\t0000000000001000");

      Files.delete(policy.resolve("policy.yaml"));
      awaitListing("deny-all", false);
      assertThat(installed("root", "status", "--socket", socket())).contains("ready       yes");
      assertThat(installed("root", "counters", "--socket", socket())).isNotNull();
    } finally {
      agent.destroy();
    }
    assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Built.unit("SuccessExitStatus")).contains("" + agent.exitValue());
  }

  /** systemd would end it else, every minute, while the kernel does hold policy. */
  @Test
  void aWrongFileDoesNotKeepItFromHavingStarted() throws Exception {
    Process first = agent(Built.unit("AmbientCapabilities").get(0));
    awaitTable();
    first.destroy();
    assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();

    Files.writeString(policy.resolve("wrong.yaml"), "kind: Nonsense");
    Path socket = own.resolve("notify");
    try (UnixDatagramChannel systemd = UnixDatagramChannel.open()) {
      systemd.bind(new UnixSocketAddress(socket.toString()));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
      Process second = agent(Built.unit("AmbientCapabilities").get(0), "NOTIFY_SOCKET=" + socket);
      try {
        assertThat(firstTold(systemd)).startsWith("READY=1\nSTATUS=").contains("wrong.yaml");
        assertThat(second.isAlive()).isTrue();
      } finally {
        second.destroy();
      }
    }
  }

  @Test
  void withoutThatCapabilityItSaysWhatItLacks() throws Exception {
    Process agent = agent("");
    String said = new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(agent.waitFor()).isNotZero();
    assertThat(said).contains("hint:").contains("CAP_NET_ADMIN").doesNotContain("\tat ");
  }

  @Test
  void commandsTakeTheirClassesFromTheArchiveThatInstallationMakes() throws Exception {
    assertThat(Files.readString(control("postinst")))
        .contains("/usr/lib/portcullis/archive-classes");
    assertThat(Files.readString(control("triggers"))).contains("/usr/lib/jvm");
    String unused = said(List.of("/usr/lib/portcullis/archive-classes"));
    assertThat(cache().resolve("portcullis")).isDirectoryContaining("glob:**/cli.jsa");
    Process agent = agent(Built.unit("AmbientCapabilities").get(0));
    try {
      awaitTable();
      Process command = start(List.of("portcullis", "watch", "--socket", socket()));
      try {
        // It has told something, so it is the JVM.
        assertThat(command.getInputStream().read()).isPositive();
        assertThat(Files.readString(Path.of("/proc", "" + command.pid(), "maps")))
            .contains("/cli.jsa");
      } finally {
        command.destroy();
      }
    } finally {
      agent.destroy();
    }
  }

  private Path control(String file) throws Exception {
    Path control = directory.resolve("control");
    programs.feed("dpkg-deb", "", "-e", Built.PACKAGE.toString(), control.toString());
    return control.resolve(file);
  }

  private static String firstTold(UnixDatagramChannel systemd) throws Exception {
    systemd.setOption(UnixSocketOptions.SO_RCVTIMEO, 30_000);
    ByteBuffer told = ByteBuffer.allocate(4096);
    SocketAddress unused = systemd.receive(told);
    return new String(told.array(), 0, told.position(), StandardCharsets.UTF_8);
  }

  private Process agent(String capability, String... environment) throws Exception {
    String set = capability.isEmpty() ? "-all" : "-all,+" + lower(capability);
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(List.of(environment));
    command.addAll(
        List.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "--no-new-privs",
            "--bounding-set=" + set,
            "--inh-caps=" + set,
            "--ambient-caps=" + set,
            "portcullis",
            "agent",
            "--node=node1",
            "--config=" + config(),
            "--policy-dir=" + policy,
            "--socket=" + socket(),
            "--state-dir=" + own.resolve("state")));
    return start(command);
  }

  /** What systemd's tools call CAP_NET_ADMIN is net_admin to setpriv. */
  private static String lower(String capability) {
    return capability.replaceFirst("^CAP_", "").toLowerCase(Locale.ROOT);
  }

  private Path config() throws Exception {
    Path file = directory.resolve("config.yaml");
    Files.writeString(
        file,
        Files.readString(root().resolve("etc/portcullis/config.yaml")) + "metricsListen: off\n");
    return file;
  }

  private String socket() {
    return own.resolve("control.sock").toString();
  }

  private Path cache() {
    return directory.resolve("cache");
  }

  private Path root() {
    return directory.resolve("root");
  }

  /** What an installed command says. */
  private String installed(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.set(0, "portcullis");
    return said(command);
  }

  private String said(List<String> command) throws Exception {
    Process process = start(command);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** In a mount namespace of its own, in which the package's files lie over the machine's. */
  private Process start(List<String> command) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-ec",
                "mount -t overlay -o lowerdir="
                    + root()
                    + "/usr:/usr overlay /usr; "
                    + "mount --bind "
                    + cache()
                    + " /var/cache; exec \"$@\"",
                "sh"));
    all.addAll(command);
    return namespace.start(new ProcessBuilder(all).redirectErrorStream(true));
  }

  private void awaitTable() throws Exception {
    awaitListing("deny-all", true);
  }

  private void awaitListing(String what, boolean there) throws Exception {
    for (int i = 0; i < 600; i++) {
      if (programs.nft("list", "ruleset").contains(what) == there) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError(
        (there ? "no " : "still ") + what + ": " + programs.nft("list", "ruleset"));
  }
}
