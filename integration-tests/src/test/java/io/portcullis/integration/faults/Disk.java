package io.portcullis.integration.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own for a state directory: ext4 in a file. */
final class Disk {

  private static final long BYTES = 32L << 20;

  /** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH, of include/uapi/linux/ext4.h. */
  private static final String CUT =
      "open my $f, '<', $ARGV[0] or die; my $how = pack 'L', 2; "
          + "ioctl $f, 0x8004587d, $how or die \"$!\"";

  private final NetworkNamespace namespace;
  private final Path file;
  private final Path mounted;

  /**
   * An empty one, which is not mounted; skips the test where there is nothing to make it with.
   *
   * @param directory for its file and the place where it is mounted
   */
  Disk(NetworkNamespace namespace, Path directory) throws IOException {
    this.namespace = namespace;
    file = directory.resolve("disk");
    mounted = Files.createDirectory(directory.resolve("mounted"));
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(BYTES);
    }
    assumeTrue(
        Shell.run(namespace, "", "sh", "-c", "command -v mkfs.ext4").exit() == 0,
        "mkfs.ext4 is not installed (Debian: e2fsprogs)");
    Shell.must(namespace, "", "mkfs.ext4", "-q", "-F", file.toString());
  }

  /** Mounts it. It writes nothing of its own accord for as long as a test takes. */
  void mount() {
    String options = "loop,commit=600,errors=remount-ro";
    Shell.must(
        namespace, "", "mount", "-t", "ext4", "-o", options, file.toString(), mounted.toString());
  }

  void unmount() {
    Shell.must(namespace, "", "umount", "-l", mounted.toString());
  }

  /** A directory on it. */
  Path state() {
    return mounted.resolve("state");
  }

  /** The power goes: it forgets all that it has not written, and is not to be used any more. */
  void cut() {
    Shell.must(namespace, "", "perl", "-e", CUT, mounted.toString());
  }

  /** It meets an error, and is read-only from now on, also to those who have files open. */
  void fail() {
    String device =
        Shell.must(namespace, "", "findmnt", "-n", "-o", "SOURCE", mounted.toString()).strip();
    String script = "echo 1 > /sys/fs/ext4/" + Path.of(device).getFileName() + "/trigger_fs_error";
    Shell.must(namespace, "", "sh", "-c", script);
  }

  /** Looks it through after an error, unmounted. */
  void check() {
    // 1: there were errors, which are corrected.
    int exit = Shell.run(namespace, "", "fsck.ext4", "-f", "-y", file.toString()).exit();
    if (exit > 1) {
      throw new AssertionError("fsck.ext4 ended with " + exit);
    }
  }

  /** Takes all the room there is; to be deleted for there to be room again. */
  Path fill() throws IOException {
    Path filler = mounted.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[1024]);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
    return filler;
  }
}
