package io.portcullis.cli.remote;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** HTTP/2's frames (RFC 9113, section 4) on a unix socket. */
final class Frames implements Closeable {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;
  static final int PRIORITY = 32;

  /** What both sides may send unless they agree otherwise. */
  static final int LARGEST = 16_384;

  private static final int HEADER = 9;

  private static final int OUT = 8 * (LARGEST + HEADER);

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(64 << 10).flip();

  /** What is to be sent next: of many small writes, each would wake the agent. */
  private final ByteBuffer out = ByteBuffer.allocateDirect(OUT);

  private Frames(SocketChannel channel) {
    this.channel = channel;
  }

  /** One frame. */
  record Frame(int type, int flags, int stream, ByteBuffer payload) {
    boolean has(int flag) {
      return (flags & flag) != 0;
    }
  }

  static Frames connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      boolean unused = channel.connect(UnixDomainSocketAddress.of(socket));
      Frames frames = new Frames(channel);
      frames.write(
          ByteBuffer.wrap("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      return frames;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Opens a socket, and forgets it. */
  static void prepare() throws IOException {
    SocketChannel.open(StandardProtocolFamily.UNIX).close();
  }

  /** Sends a frame, of at most {@link #LARGEST} bytes, before the next one is waited for. */
  void send(int type, int flags, int stream, ByteBuffer... payload) throws IOException {
    int length = 0;
    for (ByteBuffer part : payload) {
      length += part.remaining();
    }
    if (out.remaining() < HEADER + length) {
      flush();
    }
    out.putInt(length << 8 | type).put((byte) flags).putInt(stream);
    for (ByteBuffer part : payload) {
      out.put(part);
    }
  }

  /** Sends what waits to be sent. */
  private void flush() throws IOException {
    write(out.flip());
    out.clear();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int unused = channel.write(bytes);
    }
  }

  Frame receive() throws IOException {
    if (out.position() > 0) {
      flush();
    }
    fill(HEADER);
    int lengthAndType = in.getInt();
    int flags = in.get() & 0xff;
    int stream = in.getInt() & Integer.MAX_VALUE;
    int length = lengthAndType >>> 8;
    if (length > LARGEST) {
      throw new IOException("a frame of " + length + " bytes: whoever answers speaks no HTTP/2");
    }
    fill(length);
    byte[] payload = new byte[length];
    in.get(payload);
    return new Frame(lengthAndType & 0xff, flags, stream, ByteBuffer.wrap(payload));
  }

  private void fill(int needed) throws IOException {
    while (in.remaining() < needed) {
      in.compact();
      int read = channel.read(in);
      in.flip();
      if (read < 0) {
        throw new EOFException("the agent closed the connection");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
