package io.portcullis.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testsupport.Programs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What systemd says of the unit, in the package as it is installed. */
final class UnitTest {

  private static final Programs PROGRAMS = new Programs(ProcessBuilder::start);
  private static final Path ROOT = Built.PACKAGE.resolveSibling("unit-root");

  @Test
  void systemdFindsNothingWrong() throws Exception {
    // Beside the package, what every machine has; the rest has to come with it.
    String unused =
        PROGRAMS.feed(
            "sh",
            """
            set -e
            rm -rf "$2"
            mkdir -p "$2/usr/lib/systemd"
            cp -r /lib/systemd/system "$2/usr/lib/systemd/"
            dpkg-deb --fsys-tarfile "$1" | tar x -C "$2"
            mv "$2/lib/systemd/system/portcullis.service" "$2/usr/lib/systemd/system/"
            """,
            "-s",
            Built.PACKAGE.toString(),
            ROOT.toString());

    assertThat(
            PROGRAMS.feed(
                "systemd-analyze",
                "",
                "verify",
                "--man=no",
                "--root=" + ROOT,
                "portcullis.service"))
        .doesNotContain("portcullis");
  }

  /**
   * Of 100, the fewer the better; systemd calls 20 "OK". What is left is the network, and a JIT.
   */
  @Test
  void itIsExposedToNoMoreThanItNeeds() throws Exception {
    assertThat(
            PROGRAMS.feed(
                "systemd-analyze",
                "",
                "security",
                "--offline=true",
                "--threshold=20",
                "--no-pager",
                Built.UNIT.toString()))
        .contains("Overall exposure level");
  }

  @Test
  void ofAllCapabilitiesItHasOne() throws Exception {
    assertThat(Built.unit("CapabilityBoundingSet")).containsExactly("CAP_NET_ADMIN");
    assertThat(Built.unit("AmbientCapabilities")).containsExactly("CAP_NET_ADMIN");
  }
}
