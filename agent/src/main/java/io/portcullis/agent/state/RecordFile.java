package io.portcullis.agent.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A file of records, one after the other, each behind a line with its length and its CRC-32C. One
 * record is written and flushed before the next begins, so that a power cut leaves whole ones and
 * at most one piece at the end.
 */
final class RecordFile implements AutoCloseable {

  private static final String MARK = "portcullis-record ";

  /** Bytes of one record; what a length of nine digits can say. */
  private static final int MOST = 999_999_999;

  private final Path path;
  private Optional<FileChannel> channel = Optional.empty();
  private long end;

  /** To write behind the first {@code end} bytes of a file, which are whole. */
  RecordFile(Path path, long end) {
    this.path = path;
    this.end = end;
  }

  Path path() {
    return path;
  }

  /** Bytes of whole records. */
  long end() {
    return end;
  }

  /** A record as it is written. */
  static byte[] framed(byte[] payload) {
    byte[] head =
        (MARK + payload.length + " " + checksum(payload, 0, payload.length) + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + payload.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(payload, 0, all, head.length, payload.length);
    return all;
  }

  private static String checksum(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  /**
   * Adds a record: when this returns, it is on disk.
   *
   * @throws IOException if not; the file has what it had before
   */
  void append(byte[] payload) throws IOException {
    if (payload.length > MOST) {
      throw new IOException("a revision of " + payload.length + " bytes is too large");
    }
    byte[] framed = framed(payload);
    try {
      FileChannel to = open();
      AtomicFile.writeAll(to, framed, end);
      to.force(false);
      end += framed.length;
    } catch (IOException e) {
      takeBack(e);
      throw e;
    }
  }

  /** The file, without what a write that failed left in it. */
  private FileChannel open() throws IOException {
    if (channel.isEmpty() || !channel.get().isOpen()) {
      FileChannel opened =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel = Optional.of(opened);
      cut(opened);
    }
    return channel.get();
  }

  private void cut(FileChannel of) throws IOException {
    if (of.size() > end) {
      FileChannel unused = of.truncate(end);
      of.force(true);
    }
  }

  /** What was refused must not be found by the next start. */
  private void takeBack(IOException why) {
    try {
      close();
      try (FileChannel fresh = FileChannel.open(path, StandardOpenOption.WRITE)) {
        cut(fresh);
      }
    } catch (IOException e) {
      // It is cut before the next record is written, or by the next start.
      why.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
      channel = Optional.empty();
    }
  }

  /**
   * What a file holds.
   *
   * @param records each with its first byte's place
   * @param end of the last whole one that follows on whole ones
   * @param size of the file
   * @param goesOn whether there is a whole record behind {@code end}: then what is broken is not
   *     the end of a write
   */
  record Found(List<Placed> records, long end, long size, boolean goesOn) {

    boolean isWhole() {
      return end == size;
    }
  }

  /** A record's text, the place of its first byte, and that behind its last one. */
  record Placed(long at, long end, String text) {}

  /** Reads a file. */
  static Found read(Path path) throws IOException {
    byte[] all = Files.readAllBytes(path);
    List<Placed> records = new ArrayList<>();
    int at = 0;
    Optional<Placed> next = at(all, at);
    while (next.isPresent()) {
      records.add(next.get());
      at = (int) next.get().end();
      next = at(all, at);
    }
    return new Found(records, at, all.length, goesOn(all, at));
  }

  private static boolean goesOn(byte[] all, int from) {
    for (int at = from + 1; at < all.length; at++) {
      if (all[at] == MARK.charAt(0) && at(all, at).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Behind the line that begins there; it is a short one. */
  private static int end(byte[] all, int at) {
    int most = Math.min(all.length, at + MARK.length() + 24);
    for (int i = at; i < most; i++) {
      if (all[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static Optional<Placed> at(byte[] all, int at) {
    int from = end(all, at);
    if (from < 0) {
      return Optional.empty();
    }
    String line = new String(all, at, from - at - 1, StandardCharsets.US_ASCII);
    String[] words = line.split(" ", -1);
    if (!line.startsWith(MARK) || words.length != 3 || !words[1].matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    int length = Integer.parseInt(words[1]);
    if (length > all.length - from || !checksum(all, from, length).equals(words[2])) {
      return Optional.empty();
    }
    String text = new String(all, from, length, StandardCharsets.UTF_8);
    return Optional.of(new Placed(at, from + (long) length, text));
  }
}
