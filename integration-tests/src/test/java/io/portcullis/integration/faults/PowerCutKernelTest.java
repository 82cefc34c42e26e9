package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.StatusRuntimeException;
import io.portcullis.integration.update.Stream;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfTables;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes: whatever was not flushed is not on the disk when it comes back. The state
 * directory is a file system of its own, which is told to forget all that it has not written
 * ({@code FS_IOC_SHUTDOWN}).
 */
@Timeout(180)
class PowerCutKernelTest {

  private static final long BYTES = 32L << 20;
  private static final int CUTS = 3;

  /** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH, of include/uapi/linux/ext4.h. */
  private static final String CUT =
      "open my $f, '<', $ARGV[0] or die; my $how = pack 'L', 2; "
          + "ioctl $f, 0x8004587d, $how or die \"$!\"";

  @TempDir private Path directory = Path.of("");

  @Test
  void whatWasAnsweredIsThereWhenThePowerComesBack() throws Exception {
    Path disk = directory.resolve("disk");
    Path mounted = Files.createDirectory(directory.resolve("mounted"));
    try (Stream stream = new Stream()) {
      make(stream, disk);
      Guard guard = Guard.ofApi(stream);
      int variant = 0;
      long revision = 0;
      for (int cut = 0; cut <= CUTS; cut++) {
        mount(stream, disk, mounted);
        Path socket = directory.resolve("control-" + cut + ".sock");
        List<String> arguments =
            List.of("--socket", socket.toString(), "--state-dir", mounted.resolve("s").toString());
        try (AgentProcess agent =
                AgentProcess.start(stream.namespace(), List.of(), List.of(), arguments);
            ApiClient client = new ApiClient(socket);
            NfTables tables = stream.namespace().call(NfTables::open)) {
          if (cut > 0) {
            assertThat(client.awaitEnforced().getRevision()).as("after a cut").isEqualTo(revision);
            guard.requireEnforced(Variants.policy(variant));
          }
          for (int i = 0; i < 2; i++) {
            revision = client.apply(Variants.policy(++variant)).getRevision();
          }
          if (cut == 0) {
            stream.start();
          }
          Shell.must(stream.namespace(), "", "perl", "-e", CUT, mounted.toString());
          // What cannot be kept is not enforced: the kernel is not ahead of the disk.
          long generation = tables.generation();
          String next = Variants.policy(variant + 1);
          assertThatThrownBy(() -> client.apply(next)).isInstanceOf(StatusRuntimeException.class);
          assertThat(tables.generation()).isEqualTo(generation);
          assertThat(agent.isAlive()).isTrue();
        } finally {
          Shell.must(stream.namespace(), "", "umount", "-l", mounted.toString());
        }
        guard.requireEnforced(Variants.policy(variant));
      }
      Guard.requireRight(stream.stop(), 1000);
    }
  }

  private static void make(Stream stream, Path disk) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(BYTES);
    }
    assumeTrue(
        Shell.run(stream.namespace(), "", "sh", "-c", "command -v mkfs.ext4").exit() == 0,
        "mkfs.ext4 is not installed (Debian: e2fsprogs)");
    Shell.must(stream.namespace(), "", "mkfs.ext4", "-q", "-F", disk.toString());
  }

  /** It writes nothing of its own accord for as long as this test takes. */
  private static void mount(Stream stream, Path disk, Path mounted) {
    Shell.must(
        stream.namespace(),
        "",
        "mount",
        "-t",
        "ext4",
        "-o",
        "loop,commit=600",
        disk.toString(),
        mounted.toString());
  }
}
