package io.portcullis.benchmarks;

import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One element more, and one less, in a map of 100,000; the time of one of the two. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ChangeBenchmark {

  private final List<NftOperation> more =
      List.of(Subject.added(Subject.ELEMENTS, Subject.ELEMENTS + 1));
  private final List<NftOperation> less =
      List.of(Subject.deleted(Subject.ELEMENTS, Subject.ELEMENTS + 1));
  private final NetworkNamespace namespace = NetworkNamespace.create("bench");
  private NfTables nft;
  private boolean there;

  /** Loads the ruleset. */
  @Setup
  public void open() throws Exception {
    nft = namespace.call(NfTables::open);
    long unused = nft.commit(Subject.ruleset(), 0);
  }

  /** Closes all. */
  @TearDown
  public void close() {
    nft.close();
    namespace.close();
  }

  @Benchmark
  public long changeOneElement() {
    there = !there;
    return nft.commit(there ? more : less, 0);
  }

  /** The same by a process a change. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public int nftCommand() throws Exception {
    there = !there;
    String what = there ? "add" : "delete";
    String element = "element inet bench m { tcp . 30000 . 10.0.3.232 : accept }";
    Process process = namespace.start(new ProcessBuilder("nft", what + " " + element).inheritIO());
    int code = process.waitFor();
    if (code != 0) {
      throw new IllegalStateException("nft ended with " + code);
    }
    return code;
  }
}
