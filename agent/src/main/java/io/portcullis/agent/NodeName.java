package io.portcullis.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The name of this node, where nobody gives one. */
public final class NodeName {

  private NodeName() {}

  /**
   * The kernel's host name, trimmed and in lower case, as Calico has it.
   *
   * @throws AgentException if the kernel does not tell
   */
  public static String ofHost() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname"))
          .strip()
          .toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new AgentException(
              ExitCode.USAGE,
              "the host name cannot be read: " + e.getMessage(),
              "give the node's name with --node")
          .causedBy(e);
    }
  }
}
