package io.portcullis.lab.probe;

import io.portcullis.lab.Host;
import io.portcullis.lab.LabException;
import io.portcullis.policy.address.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Servers in any number of namespaces, on one thread: each answers every message with its host's
 * name, over TCP and UDP and both families. A socket stays in the namespace it was opened in, so
 * one selector serves them all.
 */
public final class EchoServers implements AutoCloseable {

  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(2048);

  private EchoServers(Selector selector) {
    this.selector = selector;
  }

  /**
   * Starts the thread, without a server yet.
   *
   * @throws LabException if the process is out of file descriptors
   */
  public static EchoServers start() {
    try {
      EchoServers servers = new EchoServers(Selector.open());
      Thread thread = new Thread(servers::serve, "lab-echo");
      thread.setDaemon(true);
      thread.start();
      return servers;
    } catch (IOException e) {
      throw new LabException("cannot start the echo servers", e);
    }
  }

  /**
   * Listens on a host, on both transports; UDP only on the addresses others know it by.
   *
   * @throws LabException if a port is taken
   */
  public EchoServers listen(Host host, int... ports) {
    try {
      for (int port : ports) {
        InetSocketAddress any = new InetSocketAddress("::", port);
        register(
            host.namespace().call(() -> ServerSocketChannel.open().bind(any, 64)),
            SelectionKey.OP_ACCEPT,
            host.name());
        // One per address: a wildcard socket would answer from the address of the way back.
        for (Family family : Family.values()) {
          InetAddress own = InetAddress.getByAddress(host.address(family).toBytes());
          register(
              host.namespace()
                  .call(() -> DatagramChannel.open().bind(new InetSocketAddress(own, port))),
              SelectionKey.OP_READ,
              host.name());
        }
      }
      return this;
    } catch (Exception e) {
      throw new LabException("cannot listen on " + host.name(), e);
    }
  }

  private void register(SelectableChannel channel, int interest, String name) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, interest, name);
    selector.wakeup();
  }

  private void serve() {
    while (selector.isOpen()) {
      try {
        selector.select(this::answer);
      } catch (IOException | java.nio.channels.ClosedSelectorException e) {
        return;
      }
    }
  }

  private void answer(SelectionKey key) {
    try {
      byte[] name = String.valueOf(key.attachment()).getBytes(StandardCharsets.UTF_8);
      buffer.clear();
      if (key.channel() instanceof ServerSocketChannel server) {
        SocketChannel client = server.accept();
        if (client != null) {
          register(client, SelectionKey.OP_READ, String.valueOf(key.attachment()));
        }
      } else if (key.channel() instanceof DatagramChannel datagrams) {
        SocketAddress sender = datagrams.receive(buffer);
        if (sender != null) {
          datagrams.send(ByteBuffer.wrap(name), sender);
        }
      } else if (key.channel() instanceof SocketChannel client) {
        if (client.read(buffer) < 0) {
          client.close();
        } else {
          client.write(ByteBuffer.wrap(name));
        }
      }
    } catch (IOException e) {
      // A client went away, or an ICMP error arrived for a datagram: the others are still served.
      if (key.channel() instanceof SocketChannel client) {
        close(client);
      }
    }
  }

  private static void close(SelectableChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is left to be saved in it.
    }
  }

  @Override
  public void close() {
    selector.keys().forEach(key -> close(key.channel()));
    try {
      selector.close();
    } catch (IOException e) {
      // The thread ends at the next select in any case.
    }
  }
}
