package io.portcullis.lab.probe;

import io.portcullis.lab.LabException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Asks many probes at once: a list takes as long as its most patient unanswered one. */
public final class Prober {

  private final List<Probe> probes;
  private final Answer[] answers;
  private int open;

  private Prober(List<Probe> probes) {
    this.probes = probes;
    this.answers = new Answer[probes.size()];
    Arrays.fill(answers, Answer.SILENCE);
  }

  /**
   * Sends all probes and waits for their answers.
   *
   * @return one per probe, in order
   * @throws LabException if a socket cannot be opened
   */
  public static List<Answer> ask(List<Probe> probes) {
    return new Prober(List.copyOf(probes)).run();
  }

  /** Sends one probe and waits for its answer. */
  public static Answer ask(Probe probe) {
    return ask(List.of(probe)).get(0);
  }

  private List<Answer> run() {
    List<SelectableChannel> channels = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      long[] deadlines = new long[answers.length];
      for (int i = 0; i < answers.length; i++) {
        channels.add(send(selector, i));
        deadlines[i] = System.nanoTime() + probes.get(i).patience().toNanos();
        open++;
      }
      while (open > 0) {
        long now = System.nanoTime();
        long last = Long.MIN_VALUE;
        for (SelectionKey key : selector.keys()) {
          if (key.isValid()) {
            last = Math.max(last, deadlines[(Integer) key.attachment()] - now);
          }
        }
        if (last <= 0) {
          break;
        }
        selector.select(this::progress, Math.max(1, last / 1_000_000));
      }
      return List.of(answers);
    } catch (Exception e) {
      throw new LabException("cannot probe", e);
    } finally {
      channels.forEach(Prober::close);
    }
  }

  private SelectableChannel send(Selector selector, int index) throws Exception {
    Probe probe = probes.get(index);
    var target =
        new InetSocketAddress(InetAddress.getByAddress(probe.to().toBytes()), probe.port());
    if (probe.transport() == Probe.Transport.TCP) {
      SocketChannel channel = probe.from().namespace().call(SocketChannel::open);
      channel.configureBlocking(false);
      channel.connect(target);
      channel.register(selector, SelectionKey.OP_CONNECT, index);
      return channel;
    }
    DatagramChannel channel = probe.from().namespace().call(DatagramChannel::open);
    channel.configureBlocking(false);
    channel.connect(target);
    channel.write(ByteBuffer.wrap(new byte[] {'?'}));
    channel.register(selector, SelectionKey.OP_READ, index);
    return channel;
  }

  private void progress(SelectionKey key) {
    int index = (Integer) key.attachment();
    try {
      if (key.isConnectable() && key.channel() instanceof SocketChannel tcp) {
        tcp.finishConnect();
        tcp.write(ByteBuffer.wrap(new byte[] {'?'}));
        key.interestOps(SelectionKey.OP_READ);
        return;
      }
      ByteBuffer buffer = ByteBuffer.allocate(256);
      int length = ((ByteChannel) key.channel()).read(buffer);
      answers[index] =
          length > 0
              ? new Answer.Reached(new String(buffer.array(), 0, length, StandardCharsets.UTF_8))
              : Answer.REFUSED;
    } catch (IOException e) {
      // ECONNREFUSED, or an ICMP error such as "host unreachable".
      answers[index] = Answer.REFUSED;
    }
    key.cancel();
    open--;
  }

  private static void close(SelectableChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The answer is known already.
    }
  }
}
