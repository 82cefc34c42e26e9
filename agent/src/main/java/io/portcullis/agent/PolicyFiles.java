package io.portcullis.agent;

import io.portcullis.policy.load.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads policy files: those named, and in a directory those that end in .yaml, .yml or .json and do
 * not begin with a dot, in the byte order of their names. Directories below it are not entered, and
 * links are followed, as a mounted ConfigMap needs.
 */
public final class PolicyFiles {

  /** The most bytes one file may have. */
  public static final int MAX_FILE_BYTES = 64 << 20;

  /** The most bytes all files may have. */
  public static final long MAX_TOTAL_BYTES = 256L << 20;

  /** The most files. */
  public static final int MAX_FILES = 20_000;

  private PolicyFiles() {}

  /**
   * The texts of all files.
   *
   * @param paths files or directories, at least one
   * @throws AgentException if one is not there, cannot be read, is too large or is not UTF-8
   */
  public static List<SourceText> read(List<Path> paths) {
    List<SourceText> texts = new ArrayList<>();
    for (Content file : contents(paths)) {
      texts.add(new SourceText(file.path().toString(), utf8(file)));
    }
    return texts;
  }

  /**
   * What a file holds.
   *
   * @param bytes probably UTF-8; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // Megabytes, which nobody compares.
  public record Content(Path path, byte[] bytes) {}

  /**
   * As {@link #read}, as bytes.
   *
   * @throws AgentException if one is not there, cannot be read or is too large
   */
  public static List<Content> contents(List<Path> paths) {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(inDirectory(path));
      } else if (Files.exists(path)) {
        files.add(path);
      } else {
        throw new AgentException(
            ExitCode.SOURCE_MISSING,
            path + ": no such file or directory",
            "name a directory with policy in it, or a policy file");
      }
    }
    if (files.size() > MAX_FILES) {
      throw tooLarge(files.size() + " policy files", "at most " + MAX_FILES + " are read");
    }
    List<Content> contents = new ArrayList<>(files.size());
    long total = 0;
    for (Path file : files) {
      byte[] bytes = bytes(file);
      total += bytes.length;
      if (total > MAX_TOTAL_BYTES) {
        throw tooLarge("the policy files", "at most 256 MiB are read in all");
      }
      contents.add(new Content(file, bytes));
    }
    return contents;
  }

  private static List<Path> inDirectory(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(PolicyFiles::isPolicy).sorted().map(PolicyFiles::notSpecial).toList();
    } catch (UncheckedIOException e) {
      throw unreadable(directory, new IOException(e.getMessage(), e));
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  private static boolean isPolicy(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
        && !Files.isDirectory(path);
  }

  /** A pipe or device in a directory would be waited for without end. */
  private static Path notSpecial(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new AgentException(
          ExitCode.SOURCE_MISSING,
          path + ": not a file",
          "remove it, or name it so that it does not end in .yaml, .yml or .json");
    }
    return path;
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = bytes(in, Files.size(file));
      if (bytes.length > MAX_FILE_BYTES) {
        throw tooLarge(file.toString(), "a file may have at most 64 MiB; split it");
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * All there is, at most a byte more than one file may have.
   *
   * @param size that it is said to have; a pipe has none
   */
  private static byte[] bytes(InputStream in, long size) throws IOException {
    // At once where it can be: to read in small pieces takes longer than to send them.
    byte[] told = {};
    if (size > 0 && size <= MAX_FILE_BYTES) {
      told = new byte[(int) size];
      int read = in.readNBytes(told, 0, told.length);
      if (read < told.length) {
        return Arrays.copyOf(told, read);
      }
    }
    byte[] more = in.readNBytes(MAX_FILE_BYTES + 1 - told.length);
    if (more.length == 0) {
      return told;
    }
    byte[] all = Arrays.copyOf(told, told.length + more.length);
    System.arraycopy(more, 0, all, told.length, more.length);
    return all;
  }

  private static String utf8(Content file) {
    try {
      return Utf8.decode(file.bytes());
    } catch (CharacterCodingException e) {
      throw notUtf8(file.path()).causedBy(e);
    }
  }

  /** What is to be thrown of a file that is not text. */
  public static AgentException notUtf8(Path file) {
    return new AgentException(
        ExitCode.POLICY_NOT_YAML,
        file + ": not YAML: not UTF-8 text",
        "save the file as UTF-8; only YAML and JSON are read");
  }

  private static AgentException tooLarge(String what, String hint) {
    return new AgentException(ExitCode.POLICY_INVALID, what + ": too large", hint);
  }

  /** The JDK's messages repeat the path, and say the reason only by their class. */
  private static String reason(Path path, IOException e) {
    if (e instanceof NoSuchFileException) {
      return Files.isSymbolicLink(path) ? "the link leads nowhere" : "it went away";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return String.valueOf(e.getMessage());
  }

  private static AgentException unreadable(Path path, IOException e) {
    return new AgentException(
            ExitCode.SOURCE_MISSING,
            path + ": cannot be read: " + reason(path, e),
            "check that it exists and that this user may read it")
        .causedBy(e);
  }
}
