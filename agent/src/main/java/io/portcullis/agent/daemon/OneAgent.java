package io.portcullis.agent.daemon;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import java.io.IOException;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketAddress;

/**
 * Sees to it that one agent owns a network namespace's table: by an abstract unix socket, whose
 * names are per network namespace (unix(7)) and which is gone when its process is, however it
 * ended.
 */
final class OneAgent implements AutoCloseable {

  private static final String NAME = "\0portcullis-agent";

  private final UnixServerSocketChannel channel;

  private OneAgent(UnixServerSocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Becomes the agent of the calling thread's network namespace.
   *
   * @throws AgentException if there is one
   */
  static OneAgent claim() {
    try {
      UnixServerSocketChannel channel = UnixServerSocketChannel.open();
      try {
        channel.socket().bind(new UnixSocketAddress(NAME));
        return new OneAgent(channel);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new AgentException(
              ExitCode.USAGE,
              "another agent runs in this network namespace",
              "end that one first; `ss -xlp | grep portcullis-agent` names it")
          .causedBy(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The process's end closes it.
    }
  }
}
