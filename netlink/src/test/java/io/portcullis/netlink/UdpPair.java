package io.portcullis.netlink;

import io.portcullis.netlink.route.Link;
import io.portcullis.netlink.route.LinkChange;
import io.portcullis.netlink.route.Rtnetlink;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** Two sockets on the loopback link of a namespace, and datagrams between them. */
public final class UdpPair implements AutoCloseable {

  private final DatagramSocket client;
  private final DatagramSocket server;

  private UdpPair(DatagramSocket client, DatagramSocket server) {
    this.client = client;
    this.server = server;
  }

  /** Sets loopback up, and opens both sockets on {@code address}. */
  public static UdpPair open(NetworkNamespace namespace, String address) throws Exception {
    return namespace.call(
        () -> {
          try (Rtnetlink route = Rtnetlink.open()) {
            for (Link link : route.links()) {
              route.change(link.index(), new LinkChange.Up());
            }
          }
          InetAddress loopback = InetAddress.getByName(address);
          DatagramSocket server = new DatagramSocket(0, loopback);
          server.setSoTimeout(10_000);
          DatagramSocket client = new DatagramSocket(0, loopback);
          client.setSoTimeout(10_000);
          return new UdpPair(client, server);
        });
  }

  /** The client's port. */
  public int from() {
    return client.getLocalPort();
  }

  /** The server's port. */
  public int to() {
    return server.getLocalPort();
  }

  /** Sends text to the server, and waits until it is there. */
  public void send(String text) throws Exception {
    pass(client, server, text);
  }

  /** Sends text back, and waits until it is there. */
  public void answer(String text) throws Exception {
    pass(server, client, text);
  }

  private static void pass(DatagramSocket from, DatagramSocket to, String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    from.send(new DatagramPacket(bytes, bytes.length, to.getLocalSocketAddress()));
    to.receive(new DatagramPacket(new byte[100], 100));
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
