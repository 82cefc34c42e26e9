package io.portcullis.agent.control;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The socket's file. */
final class UnixSocket {

  private UnixSocket() {}

  /**
   * Makes room for it: its directory, and no file that a killed agent left behind.
   *
   * @throws AgentException if somebody answers there, or it cannot be
   */
  static void prepare(Path socket) {
    try {
      Path parent = socket.toAbsolutePath().getParent();
      if (parent != null && !Files.isDirectory(parent)) {
        Path unused =
            Files.createDirectories(
                parent,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      }
      if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
        if (answers(socket)) {
          throw new AgentException(
              ExitCode.USAGE,
              "another agent answers on " + socket,
              "end that one first, or name another socket");
        }
        Files.delete(socket);
      }
    } catch (IOException e) {
      throw failed(socket, e);
    }
  }

  private static boolean answers(Path socket) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      return false;
    }
  }

  /** Lets its owner and a group connect; who they are is asked again at each connection. */
  static void permit(Path socket, Optional<String> group) {
    try {
      if (group.isPresent()) {
        Path unused = Files.setAttribute(socket, "unix:gid", Groups.gid(group.get()));
      }
      Path unused =
          Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    } catch (IOException e) {
      throw failed(socket, e);
    }
  }

  static void remove(Path socket) {
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      // The next agent does it.
    }
  }

  private static AgentException failed(Path socket, IOException e) {
    return new AgentException(
            ExitCode.CONFIG_INVALID,
            socket + ": the control API's socket cannot be made: " + e.getMessage(),
            "name another one, in a directory that this user may write")
        .causedBy(e);
  }
}
