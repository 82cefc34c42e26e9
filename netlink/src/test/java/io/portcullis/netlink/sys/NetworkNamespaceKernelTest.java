package io.portcullis.netlink.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.nftables.NfTables;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Namespaces of the real kernel. */
final class NetworkNamespaceKernelTest {

  @Test
  void aNewNamespaceIsAnotherOneForItsThreadAndItsChildren() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("a")) {
      String inside =
          namespace.call(() -> link("/proc/self/task/" + namespace.threadId() + "/ns/net"));
      Process child =
          namespace.start(
              new ProcessBuilder("readlink", "/proc/self/ns/net")
                  .redirectOutput(ProcessBuilder.Redirect.PIPE));
      String seen =
          new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

      assertThat(child.waitFor()).isZero();
      assertThat(inside).isEqualTo(seen).isNotEqualTo(link("/proc/self/ns/net"));
    }
  }

  @Test
  void aNamespaceIsEnteredByItsPath() throws Exception {
    try (NetworkNamespace made = NetworkNamespace.create("a")) {
      String path = "/proc/self/task/" + made.threadId() + "/ns/net";
      try (NetworkNamespace entered = NetworkNamespace.open(path)) {
        String theirs = "/proc/self/task/" + entered.threadId() + "/ns/net";
        assertThat(link(theirs)).isEqualTo(link(path));
      }
    }
  }

  @Test
  void aPathThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> NetworkNamespace.open("/run/netns/there-is-none"))
        .isInstanceOf(SystemCallException.class)
        .hasMessageContaining("/run/netns/there-is-none")
        .hasMessageContaining("ENOENT");
  }

  @Test
  void aClosedNamespaceTakesNoWork() {
    NetworkNamespace namespace = NetworkNamespace.create("a");
    namespace.close();
    namespace.close();

    assertThatThrownBy(() -> namespace.call(() -> 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void openingAndClosingLeavesNoDescriptorBehind() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("a")) {
      namespace.call(NfTables::open).close();
      long before = descriptors();
      namespace.call(
          () -> {
            for (int i = 0; i < 100_000; i++) {
              NfTables tables = NfTables.open();
              tables.close();
              tables.close();
            }
            return true;
          });
      assertThat(descriptors()).isLessThan(before + 50);
    }
  }

  private static String link(String path) throws Exception {
    return Files.readSymbolicLink(Path.of(path)).toString();
  }

  private static long descriptors() throws Exception {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
