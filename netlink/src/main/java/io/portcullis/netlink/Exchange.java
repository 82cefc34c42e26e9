package io.portcullis.netlink;

import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.SystemCallException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Requests and their answers on one socket: one at a time, each with a sequence of its own, so that
 * what is left of an earlier answer is not taken for this one's.
 *
 * <p>Not for use by more than one thread at a time.
 */
public final class Exchange implements AutoCloseable {

  /** How often a dump is made again because of changes while it was made. */
  private static final int DUMP_ATTEMPTS = 16;

  /** How long there may be nothing about a request in what is received. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final NetlinkSocket socket;
  private final Refusal refusal;
  private final MessageWriter writer = new MessageWriter(4 << 10);

  /** Starts at 1: what the kernel sends on its own account has 0. */
  private int sequence = 1;

  /** From a refusal to the exception that tells of it. */
  @FunctionalInterface
  public interface Refusal {

    /** As {@link NetlinkException#of(String, int, Optional)}. */
    RuntimeException of(String tried, int errno, Optional<KernelError> error);
  }

  /** Takes one message of an answer. */
  @FunctionalInterface
  public interface Answer {

    /**
     * One message, valid until this returns.
     *
     * @param header of it
     * @param buffer that holds it, in native order
     * @param from where what follows the header starts
     * @param to where it ends
     */
    void accept(MessageHeader header, ByteBuffer buffer, int from, int to);
  }

  /** Reads one object from a message. */
  @FunctionalInterface
  public interface Decoder<T> {

    /**
     * Reads it from what follows the header, in [{@code from}, {@code to}).
     *
     * @return empty for what is none of those asked for
     */
    Optional<T> decode(MessageHeader header, ByteBuffer buffer, int from, int to);
  }

  /** An exchange whose refusals are {@link NetlinkException}s; it closes the socket. */
  public Exchange(NetlinkSocket socket) {
    this(socket, NetlinkException::of);
  }

  /** An exchange with exceptions of its own; it closes the socket. */
  public Exchange(NetlinkSocket socket, Refusal refusal) {
    this.socket = socket;
    this.refusal = refusal;
  }

  /** The socket that this speaks through. */
  public NetlinkSocket socket() {
    return socket;
  }

  /** The sequence that the next message may have. */
  public int sequence() {
    return sequence;
  }

  /** Says that those before {@code next} were used, for a batch. */
  public void sequence(int next) {
    sequence = next;
  }

  /**
   * Asks, and hands every message of the answer to {@code answer}.
   *
   * @param tried what for, in words that an error message can start with
   * @param type {@code nlmsg_type}
   * @param flags beside {@code NLM_F_REQUEST}; with {@code NLM_F_DUMP} the answer has many
   *     messages, with {@code NLM_F_ACK} it ends in an acknowledgement, else it is one message
   * @param body writes what follows the header
   * @return false if a dump was interrupted by a change or lost a part, and must be made again
   * @throws RuntimeException what the {@link Refusal} makes of an error, or of no answer
   * @throws MalformedMessageException if the answer is none
   */
  public boolean ask(
      String tried, int type, int flags, Consumer<MessageWriter> body, Answer answer) {
    socket.drain();
    int asked = sequence++;
    writer.clear();
    writer.startMessage(type, MessageHeader.NLM_F_REQUEST | flags, asked);
    body.accept(writer);
    writer.endMessage();
    try {
      socket.send(writer);
    } catch (SystemCallException e) {
      throw refusal.of(tried, e.errno(), Optional.empty());
    }
    Reply reply = new Reply(tried, asked, flags, refusal, answer);
    long heard = System.nanoTime();
    while (!reply.done()) {
      int length = socket.receive();
      if (length == -Errno.ENOBUFS && reply.isDump()) {
        // A datagram was dropped, so this answer has a hole.
        reply.lost();
      } else if (length < 0) {
        throw refusal.of(tried, -length, Optional.empty());
      } else if (reply.read(socket.received(), length)) {
        heard = System.nanoTime();
      } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
        throw refusal.of(tried, Errno.EAGAIN, Optional.empty());
      }
    }
    return reply.whole();
  }

  /**
   * Has the kernel change something, and waits until it has.
   *
   * @throws RuntimeException what the {@link Refusal} makes of an error
   */
  public void change(String tried, int type, int flags, Consumer<MessageWriter> body) {
    boolean unused =
        ask(tried, type, flags | MessageHeader.NLM_F_ACK, body, (header, buffer, from, to) -> {});
  }

  /**
   * Asks for one object.
   *
   * @throws RuntimeException what the {@link Refusal} makes of an error
   */
  public <T> Optional<T> get(
      String tried, int type, Consumer<MessageWriter> body, Decoder<T> decoder) {
    List<T> found = new ArrayList<>(1);
    boolean unused = ask(tried, type, 0, body, into(found, decoder));
    return found.stream().findFirst();
  }

  /**
   * Asks for all objects; a dump that a change interrupts is made again.
   *
   * @throws RuntimeException what the {@link Refusal} makes of an error, or of EINTR if there are
   *     changes all the time
   */
  public <T> List<T> dump(
      String tried, int type, Consumer<MessageWriter> body, Decoder<T> decoder) {
    for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
      List<T> found = new ArrayList<>();
      if (ask(tried, type, MessageHeader.NLM_F_DUMP, body, into(found, decoder))) {
        return List.copyOf(found);
      }
    }
    throw refusal.of(tried, Errno.EINTR, Optional.empty());
  }

  private static <T> Answer into(List<T> found, Decoder<T> decoder) {
    return (header, buffer, from, to) ->
        decoder.decode(header, buffer, from, to).ifPresent(found::add);
  }

  @Override
  public void close() {
    socket.close();
  }
}
