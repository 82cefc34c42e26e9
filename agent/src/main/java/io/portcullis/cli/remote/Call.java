package io.portcullis.cli.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One gRPC call on a connection of its own: a message there, messages back, a status. Follows
 * gRPC's PROTOCOL-HTTP2.md.
 */
public final class Call {

  private static final int STREAM = 1;
  private static final int FIRST_WINDOW = 65_535;
  private static final int DEADLINE_EXCEEDED = 4;
  private static final int UNKNOWN = 2;
  private static final int WITHIN = 8 << 20;

  private final Frames frames;
  private final Consumer<byte[]> messages;
  private final Map<String, String> headers = new HashMap<>();
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private ByteBuffer partial = ByteBuffer.allocate(4096).flip();
  private long connectionWindow = FIRST_WINDOW;
  private long streamWindow = FIRST_WINDOW;
  private int initialWindow = FIRST_WINDOW;
  private int unacknowledged;
  private boolean ended;

  private Call(Frames frames, Consumer<byte[]> messages) {
    this.frames = frames;
    this.messages = messages;
  }

  /**
   * Makes a call and returns when it has ended.
   *
   * @param socket of the agent
   * @param method such as {@code portcullis.control.v1.Control/GetStatus}
   * @param request a message, as bytes
   * @param timeoutMillis until the agent is to give up; this waits a second longer
   * @param messages takes each message of the answer, as bytes
   * @throws CallFailed with the status, if it is another than OK
   * @throws IOException if there is nobody, or nobody who speaks gRPC
   */
  public static void make(
      Path socket, String method, byte[] request, long timeoutMillis, Consumer<byte[]> messages)
      throws IOException, CallFailed {
    long started = System.nanoTime();
    try (Frames frames = Frames.connect(socket);
        Watchdog dog = Watchdog.after(timeoutMillis + 1000, frames)) {
      try {
        new Call(frames, messages).run("/" + method, request, timeoutMillis);
      } catch (IOException e) {
        // When the time is over, gRPC's servers break calls off without a word.
        boolean over = System.nanoTime() - started >= timeoutMillis * 1_000_000;
        if (dog.bit() || over) {
          throw new CallFailed(DEADLINE_EXCEEDED, "the agent does not answer", new byte[0]);
        }
        throw e;
      } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
        throw new IOException("whoever answers speaks no gRPC: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Loads what the JDK's sockets are made of.
   *
   * @throws IOException if there are no unix sockets
   */
  public static void prepare() throws IOException {
    Frames.prepare();
  }

  private void run(String path, byte[] request, long timeoutMillis) throws IOException, CallFailed {
    // No header table, no push, and room for what comes: 8 MiB that nobody has read.
    ByteBuffer settings = ByteBuffer.allocate(18);
    settings.putShort((short) 1).putInt(0);
    settings.putShort((short) 2).putInt(0);
    settings.putShort((short) 4).putInt(WITHIN);
    frames.send(Frames.SETTINGS, 0, 0, settings.flip());
    frames.send(Frames.WINDOW_UPDATE, 0, 0, number(WITHIN - FIRST_WINDOW));
    frames.send(
        Frames.HEADERS,
        Frames.END_HEADERS,
        STREAM,
        ByteBuffer.wrap(HeaderBlock.request(path, timeoutMillis)));
    ByteBuffer length = ByteBuffer.allocate(5).put((byte) 0).putInt(request.length).flip();
    ByteBuffer body = ByteBuffer.wrap(request);
    while ((length.hasRemaining() || body.hasRemaining()) && !ended) {
      long room = Math.min(Math.min(connectionWindow, streamWindow), Frames.LARGEST);
      if (room <= 0) {
        take(frames.receive());
        continue;
      }
      ByteBuffer first = part(length, room);
      ByteBuffer rest = part(body, room - first.remaining());
      connectionWindow -= first.remaining() + rest.remaining();
      streamWindow -= first.remaining() + rest.remaining();
      boolean more = length.hasRemaining() || body.hasRemaining();
      frames.send(Frames.DATA, more ? 0 : Frames.END_STREAM, STREAM, first, rest);
    }
    while (!ended) {
      take(frames.receive());
    }
    status();
  }

  /** So many bytes at most, taken off. */
  private static ByteBuffer part(ByteBuffer from, long most) {
    int size = (int) Math.min(most, from.remaining());
    ByteBuffer part = from.slice(from.position(), size);
    from.position(from.position() + size);
    return part;
  }

  private static ByteBuffer number(int value) {
    return ByteBuffer.allocate(4).putInt(value).flip();
  }

  private void take(Frames.Frame frame) throws IOException {
    ByteBuffer payload = frame.payload();
    switch (frame.type()) {
      case Frames.DATA -> data(frame);
      case Frames.HEADERS -> {
        int padding = frame.has(Frames.PADDED) ? payload.get() & 0xff : 0;
        if (frame.has(Frames.PRIORITY)) {
          payload.position(payload.position() + 5);
        }
        payload.limit(payload.limit() - padding);
        headers(frame);
        ended |= frame.has(Frames.END_STREAM);
      }
      case Frames.CONTINUATION -> headers(frame);
      case Frames.SETTINGS -> settings(frame);
      case Frames.PING -> {
        if (!frame.has(Frames.ACK)) {
          frames.send(Frames.PING, Frames.ACK, 0, payload);
        }
      }
      case Frames.WINDOW_UPDATE -> {
        int more = payload.getInt();
        if (frame.stream() == 0) {
          connectionWindow += more;
        } else {
          streamWindow += more;
        }
      }
      case Frames.RST_STREAM ->
          throw new IOException("the agent broke the call off, error " + payload.getInt());
      case Frames.GOAWAY -> {
        if (payload.getInt() < STREAM) {
          throw new IOException("the agent refuses the connection, error " + payload.getInt());
        }
      }
      default -> {
        // Others mean nothing here.
      }
    }
  }

  private void headers(Frames.Frame frame) {
    byte[] bytes = new byte[frame.payload().remaining()];
    frame.payload().get(bytes);
    block.writeBytes(bytes);
    if (frame.has(Frames.END_HEADERS)) {
      headers.putAll(HeaderBlock.read(block.toByteArray()));
      block.reset();
    }
  }

  private void settings(Frames.Frame frame) throws IOException {
    if (frame.has(Frames.ACK)) {
      return;
    }
    while (frame.payload().remaining() >= 6) {
      int which = frame.payload().getShort();
      int value = frame.payload().getInt();
      if (which == 4) {
        streamWindow += value - initialWindow;
        initialWindow = value;
      }
    }
    frames.send(Frames.SETTINGS, Frames.ACK, 0, ByteBuffer.allocate(0));
  }

  private void data(Frames.Frame frame) throws IOException {
    ByteBuffer payload = frame.payload();
    unacknowledged += payload.remaining();
    if (unacknowledged > WITHIN / 2) {
      frames.send(Frames.WINDOW_UPDATE, 0, 0, number(unacknowledged));
      frames.send(Frames.WINDOW_UPDATE, 0, STREAM, number(unacknowledged));
      unacknowledged = 0;
    }
    int padding = frame.has(Frames.PADDED) ? payload.get() & 0xff : 0;
    payload.limit(payload.limit() - padding);
    append(payload);
    while (partial.remaining() >= 5) {
      int length = partial.getInt(partial.position() + 1);
      if (partial.get(partial.position()) != 0 || length < 0) {
        throw new IllegalArgumentException("a compressed message");
      }
      if (partial.remaining() - 5 < length) {
        break;
      }
      byte[] message = new byte[length];
      partial.position(partial.position() + 5);
      partial.get(message);
      messages.accept(message);
    }
    ended |= frame.has(Frames.END_STREAM);
  }

  /** Moves what is there only when there is no room, and then makes twice the room. */
  private void append(ByteBuffer payload) {
    int end = partial.limit();
    int more = payload.remaining();
    if (partial.capacity() - end < more) {
      int room = Math.max(partial.capacity(), 2 * (partial.remaining() + more));
      partial = ByteBuffer.allocate(room).put(partial).flip();
      end = partial.limit();
    }
    partial.limit(end + more);
    partial.put(end, payload, payload.position(), more);
  }

  private void status() throws CallFailed {
    String code = headers.getOrDefault("grpc-status", Integer.toString(UNKNOWN));
    if (!code.equals("0")) {
      throw new CallFailed(
          Integer.parseInt(code),
          // Percent-encoded UTF-8, in which a + is itself.
          URLDecoder.decode(
              headers.getOrDefault("grpc-message", "no reason given").replace("+", "%2B"),
              StandardCharsets.UTF_8),
          Base64.getDecoder().decode(headers.getOrDefault("grpc-status-details-bin", "")));
    }
  }
}
