package io.portcullis.benchmarks;

import com.sun.management.ThreadMXBean;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.NetlinkSocket;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.codec.BatchCodec;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same things as {@link CommitBenchmark}, in turns in one process, with the processor time of
 * each beside its wall-clock time: on a machine that does other work, only the former says what it
 * costs. A thread's processor time includes what the kernel does for it in sendmsg.
 */
public final class SideBySide {

  private static final int WARM_UP = 30;
  private static final int ROUNDS = 20;
  private static final int CHANGES = 20_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s\\s*$");

  private final Figures figures = new Figures();
  private long encodeBytes;
  private Waiting waiting = new Waiting(0, 0, 0);

  private SideBySide() {}

  /** Prints the figures, as Markdown. */
  public static void main(String[] arguments) throws Exception {
    new SideBySide().run(new PrintStream(System.out, true, StandardCharsets.UTF_8));
  }

  private void run(PrintStream out) throws Exception {
    List<NftOperation> ruleset = Subject.ruleset();
    MessageWriter writer = new MessageWriter(16 << 20);
    MessageWriter encoded = new MessageWriter(16 << 20);
    BatchCodec unused = BatchCodec.encode(encoded, ruleset, 0, 1);
    Path text = Files.writeString(Files.createTempFile("bench", ".nft"), Subject.text());
    try (NetworkNamespace namespace = NetworkNamespace.create("bench");
        NfTables nft = namespace.call(NfTables::open);
        NetlinkSocket socket =
            namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER))) {
      List<NftOperation> gone = List.of(Subject.TABLE, Subject.GONE);
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        int length = encode(writer, ruleset);
        encodeBytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        check(length == encoded.position());
        time(Verdicts.ENCODE, round, ROUNDS, () -> encode(writer, ruleset));
        long before = nft.commit(gone, 0);
        time(Verdicts.SENDMSG, round, ROUNDS, () -> send(socket, encoded));
        before = nft.commit(gone, before + 1);
        time(Verdicts.COMMIT, round, ROUNDS, () -> nft.commit(ruleset, 0));
        if (round >= 0 && round < 10) {
          before = nft.commit(gone, 0);
          nft(namespace, Verdicts.NFT, round, 10, "nft -f " + text);
        }
      }
      changes(namespace, nft);
    } finally {
      Files.delete(text);
    }
    out.println(figures.table());
    new Verdicts(figures, waiting, encodeBytes, CHANGES).print(out);
  }

  private void changes(NetworkNamespace namespace, NfTables nft) throws Exception {
    List<NftOperation> more = List.of(Subject.added(Subject.ELEMENTS, Subject.ELEMENTS + 1));
    List<NftOperation> less = List.of(Subject.deleted(Subject.ELEMENTS, Subject.ELEMENTS + 1));
    long before = nft.generation();
    Waiting start = Waiting.now();
    for (int i = -CHANGES; i < CHANGES; i++) {
      if (i == 0) {
        start = Waiting.now();
      }
      List<NftOperation> change = (i & 1) == 0 ? more : less;
      time(Verdicts.CHANGE, i, CHANGES, () -> nft.commit(change, 0));
    }
    waiting = Waiting.now().since(start);
    check(nft.generation() == before + 2L * CHANGES);
    for (int i = 0; i < 20; i++) {
      String verb = (i & 1) == 0 ? "add" : "delete";
      String element = " element inet bench m '{ tcp . 30000 . 10.0.3.232 : accept }'";
      nft(namespace, Verdicts.NFT_CHANGE, i, 20, "nft " + verb + element);
    }
  }

  private static int encode(MessageWriter writer, List<NftOperation> ruleset) {
    writer.clear();
    BatchCodec unused = BatchCodec.encode(writer, ruleset, 0, 1);
    return writer.position();
  }

  private static int send(NetlinkSocket socket, MessageWriter encoded) {
    socket.drain();
    socket.send(encoded);
    return encoded.position();
  }

  private void time(String what, int round, int rounds, Callable<? extends Number> work)
      throws Exception {
    long processor = THREADS.getCurrentThreadCpuTime();
    long wall = System.nanoTime();
    Number unused = work.call();
    wall = System.nanoTime() - wall;
    processor = THREADS.getCurrentThreadCpuTime() - processor;
    figures.keep(what, round, rounds, wall / 1e6, processor / 1e6);
  }

  /** The shell's {@code times} gives the processor time of its children, in milliseconds. */
  private void nft(NetworkNamespace namespace, String what, int round, int rounds, String command)
      throws Exception {
    long wall = System.nanoTime();
    Process shell =
        namespace.start(
            new ProcessBuilder("bash", "-c", command + " && times").redirectErrorStream(true));
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = shell.waitFor();
    wall = System.nanoTime() - wall;
    Matcher times = TIMES.matcher(said);
    if (code != 0 || !times.find()) {
      throw new IllegalStateException(command + " ended with " + code + ": " + said);
    }
    double processor =
        Double.parseDouble(times.group(1)) * 60_000
            + Double.parseDouble(times.group(2)) * 1000
            + Double.parseDouble(times.group(3)) * 60_000
            + Double.parseDouble(times.group(4)) * 1000;
    figures.keep(what, round, rounds, wall / 1e6, processor);
  }

  private static void check(boolean condition) {
    if (!condition) {
      throw new IllegalStateException("what was measured did not happen");
    }
  }
}
