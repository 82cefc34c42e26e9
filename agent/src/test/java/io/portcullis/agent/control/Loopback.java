package io.portcullis.agent.control;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Datagrams of one byte from a namespace to itself, which come in by its {@code lo}. */
public final class Loopback {

  private Loopback() {}

  /** Makes it work. */
  public static void up(NetworkNamespace namespace) {
    Shell.must(namespace, "", "ip", "link", "set", "lo", "up");
  }

  /** Sends one, each from another port. */
  public static void send(NetworkNamespace namespace, String address, int port) throws Exception {
    namespace.call(
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(address), port));
          }
          return port;
        });
  }

  /** Something that is done meanwhile. */
  @FunctionalInterface
  public interface Task {
    void run() throws Exception;
  }

  /** Sends to some ports in turn, for as long as a task takes. */
  public static void during(NetworkNamespace namespace, String address, Task task, int... ports)
      throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Void> sender =
        CompletableFuture.runAsync(
            () -> {
              try {
                while (!ended.get()) {
                  for (int port : ports) {
                    send(namespace, address, port);
                  }
                  TimeUnit.MILLISECONDS.sleep(5);
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    try {
      task.run();
    } finally {
      ended.set(true);
      sender.get(20, TimeUnit.SECONDS);
    }
  }
}
