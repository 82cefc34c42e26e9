package io.portcullis.agent.control;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Groups of the host, from /etc/group and /etc/passwd: who is in one only there shall do without
 * logging in again. Read at each question, which is once a connection's call.
 */
final class Groups {

  private static final Path GROUP = Path.of("/etc/group");
  private static final Path PASSWD = Path.of("/etc/passwd");

  /**
   * Whether a user is in a group, by the process's own groups or by the file.
   *
   * @param gids of the process, as the kernel tells
   */
  boolean has(String group, int uid, int[] gids) {
    Optional<String[]> entry = entry(GROUP, 0, group);
    if (entry.isEmpty()) {
      return false;
    }
    int gid = Integer.parseInt(entry.get()[2]);
    if (Arrays.stream(gids).anyMatch(of -> of == gid)) {
      return true;
    }
    Optional<String[]> user = entry(PASSWD, 2, Integer.toString(uid));
    return user.isPresent()
        && entry.get().length > 3
        && List.of(entry.get()[3].split(",")).contains(user.get()[0]);
  }

  /**
   * The number of a group.
   *
   * @throws AgentException if there is none of that name
   */
  static int gid(String group) {
    return entry(GROUP, 0, group)
        .map(entry -> Integer.parseInt(entry[2]))
        .orElseThrow(
            () ->
                new AgentException(
                    ExitCode.CONFIG_INVALID,
                    "there is no group " + group + " on this host",
                    "make it (groupadd " + group + "), or name another"));
  }

  private static Optional<String[]> entry(Path file, int field, String value) {
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.split(":", -1))
          .filter(parts -> parts.length > 2 && parts[field].equals(value))
          .filter(parts -> parts[2].matches("[0-9]{1,9}"))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
