package io.portcullis.benchmarks;

import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.NetlinkSocket;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.codec.BatchCodec;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A ruleset of 100,000 elements, each time into a namespace without it: encoding alone, the
 * kernel's sendmsg of the same bytes alone, both with answers, and {@code nft -f}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 30)
@Measurement(iterations = 30)
public class CommitBenchmark {

  private final List<NftOperation> ruleset = Subject.ruleset();
  private final MessageWriter out = new MessageWriter(16 << 20);
  private final MessageWriter encoded = new MessageWriter(16 << 20);
  private NetworkNamespace namespace = NetworkNamespace.create("bench");
  private NfTables nft;
  private NetlinkSocket socket;
  private Path text;

  /** Opens sockets in a namespace of its own. */
  @Setup
  public void open() throws Exception {
    nft = namespace.call(NfTables::open);
    socket = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER));
    text = Files.writeString(Files.createTempFile("bench", ".nft"), Subject.text());
    BatchCodec unused = BatchCodec.encode(encoded, ruleset, 0, 1);
  }

  /** Takes away what the last run made. */
  @Setup(Level.Invocation)
  public void empty() {
    try {
      long unused = nft.commit(List.of(Subject.GONE), 0);
    } catch (NftException e) {
      if (e.reason() != NftException.Reason.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** Closes all. */
  @TearDown
  public void close() throws IOException {
    Files.delete(text);
    socket.close();
    nft.close();
    namespace.close();
  }

  @Benchmark
  public BatchCodec encode() {
    out.clear();
    return BatchCodec.encode(out, ruleset, 0, 1);
  }

  @Benchmark
  public void sendmsg() {
    socket.drain();
    socket.send(encoded);
  }

  @Benchmark
  public long commit() {
    return nft.commit(ruleset, 0);
  }

  /**
   * No warm-up makes a process faster. A process and its reading of the text included, as whoever
   * uses it pays for them.
   */
  @Benchmark
  @Warmup(iterations = 2)
  @Measurement(iterations = 10)
  public int nftCommand() throws Exception {
    Process process = namespace.start(new ProcessBuilder("nft", "-f", text.toString()).inheritIO());
    int code = process.waitFor();
    if (code != 0) {
      throw new IllegalStateException("nft ended with " + code);
    }
    return code;
  }
}
