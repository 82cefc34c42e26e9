package io.portcullis.agent.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files that are there whole or not at all, also after a power cut: written beside, flushed to the
 * disk, renamed. The rename itself is on disk after {@link #syncDirectory}.
 */
final class AtomicFile {

  private static final int PIECE = 1 << 16;

  private AtomicFile() {}

  static void write(Path file, byte[] content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              beside,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        writeAll(channel, content, 0);
        channel.force(true);
      }
      Path unused = Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(beside);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /** In pieces: the JDK keeps a buffer as large as the largest, for each thread. */
  static void writeAll(FileChannel to, byte[] content, long place) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.position() < content.length) {
      bytes.limit(Math.min(content.length, bytes.position() + PIECE));
      int unused = to.write(bytes, place + bytes.position());
    }
  }

  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Makes a directory that only its owner may enter: policy tells what is open where. */
  static void directories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Path unused =
          Files.createDirectories(
              directory,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** The JDK's messages repeat the path, and say the reason only by their class. */
  static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it is not there";
    }
    return e instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }
}
