package io.portcullis.cli.remote;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The smallest of servers: whoever connects is given the same answer, whatever the question. For
 * what has to run a call where no agent is.
 */
public final class CannedAnswer implements Closeable {

  private static final int STREAM = 1;

  private final Path socket;
  private final ServerSocketChannel server;
  private final byte[] message;

  private CannedAnswer(Path socket, ServerSocketChannel server, byte[] message) {
    this.socket = socket;
    this.server = server;
    this.message = message;
  }

  /**
   * Listens until it is closed.
   *
   * @param socket that is made, and goes in the end
   * @param message of the answer, at most {@code 16379} bytes
   */
  public static CannedAnswer on(Path socket, byte[] message) throws IOException {
    boolean unused = Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    CannedAnswer answer = new CannedAnswer(socket, server, message);
    Thread thread = new Thread(answer::serve, "canned-answer");
    thread.setDaemon(true);
    thread.start();
    return answer;
  }

  /** Where it listens. */
  public Path socket() {
    return socket;
  }

  private void serve() {
    while (true) {
      try (SocketChannel client = server.accept()) {
        ByteBuffer answer = answer();
        while (answer.hasRemaining()) {
          int unused = client.write(answer);
        }
        ByteBuffer asked = ByteBuffer.allocate(4096);
        while (client.read(asked.clear()) >= 0) {
          // Nobody reads it; but who hangs up too early is not heard to the end.
        }
      } catch (IOException e) {
        if (!server.isOpen()) {
          return;
        }
      }
    }
  }

  private ByteBuffer answer() {
    ByteBuffer out = ByteBuffer.allocate(message.length + 256);
    frame(out, Frames.SETTINGS, 0, 0, new byte[0]);
    // HPACK's static table has ":status: 200" at 8.
    byte[] type = header("content-type", "application/grpc");
    byte[] headers = ByteBuffer.allocate(1 + type.length).put((byte) 0x88).put(type).array();
    frame(out, Frames.HEADERS, Frames.END_HEADERS, STREAM, headers);
    byte[] data =
        ByteBuffer.allocate(5 + message.length)
            .put((byte) 0)
            .putInt(message.length)
            .put(message)
            .array();
    frame(out, Frames.DATA, 0, STREAM, data);
    frame(
        out,
        Frames.HEADERS,
        Frames.END_HEADERS | Frames.END_STREAM,
        STREAM,
        header("grpc-status", "0"));
    return out.flip();
  }

  private static void frame(ByteBuffer out, int type, int flags, int stream, byte[] payload) {
    out.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).put(payload);
  }

  /** A literal that nobody is to remember (RFC 7541, 6.2.2), shorter than 127 bytes. */
  private static byte[] header(String name, String value) {
    return ByteBuffer.allocate(3 + name.length() + value.length())
        .put((byte) 0)
        .put((byte) name.length())
        .put(name.getBytes(StandardCharsets.US_ASCII))
        .put((byte) value.length())
        .put(value.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  @Override
  public void close() throws IOException {
    server.close();
    boolean unused = Files.deleteIfExists(socket);
  }
}
