package io.portcullis.benchmarks;

import io.portcullis.netlink.Align;
import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MessageHeader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.codec.BatchCodec;
import io.portcullis.netlink.nftables.codec.ElementListCodec;
import io.portcullis.netlink.nftables.codec.RuleCodec;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Time for each element or rule, without a kernel; run it with {@code -prof gc}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

  private static final int RULES = 1000;

  private final MessageWriter out = new MessageWriter(64 << 10);
  private List<NftOperation> elements = List.of();
  private List<NftOperation> rules = List.of();
  private final MessageWriter encodedElements = new MessageWriter(64 << 10);
  private final MessageWriter encodedRules = new MessageWriter(64 << 10);

  /** Encodes once what is to be decoded. */
  @Setup
  public void setUp() {
    NftRule rule =
        NftRule.of(
                "c",
                new Meta(Register.R0, Meta.L4PROTO),
                new Cmp(Register.R0, Cmp.Op.EQ, Bytes.ofU8(6)),
                new Payload(Register.R0, Payload.Base.TRANSPORT, 2, 2),
                new Cmp(Register.R0, Cmp.Op.EQ, Bytes.ofU16(443)),
                Counter.ZERO,
                new Immediate.Verdict(Verdict.ACCEPT))
            .withUserData(Comments.of("policy default/web rule 3"));
    elements = List.of(Subject.added(0, Subject.ELEMENTS));
    rules = Collections.nCopies(RULES, new NftOperation.AddRule(Subject.INET, "bench", rule));
    BatchCodec unused = BatchCodec.encode(encodedElements, elements, 0, 1);
    unused = BatchCodec.encode(encodedRules, rules, 0, 1);
  }

  @Benchmark
  @OperationsPerInvocation(Subject.ELEMENTS)
  public BatchCodec encodeElement() {
    out.clear();
    return BatchCodec.encode(out, elements, 0, 1);
  }

  @Benchmark
  @OperationsPerInvocation(RULES)
  public BatchCodec encodeRule() {
    out.clear();
    return BatchCodec.encode(out, rules, 0, 1);
  }

  @Benchmark
  @OperationsPerInvocation(Subject.ELEMENTS)
  public void decodeElement(Blackhole hole) {
    decode(encodedElements, hole, true);
  }

  @Benchmark
  @OperationsPerInvocation(RULES)
  public void decodeRule(Blackhole hole) {
    decode(encodedRules, hole, false);
  }

  private static void decode(MessageWriter from, Blackhole hole, boolean lists) {
    int at = 0;
    while (at < from.position()) {
      MessageHeader header = MessageHeader.read(from.buffer(), at, from.position());
      if (header.type() >= 0x100) {
        AttributeReader in =
            new AttributeReader(from.buffer(), at + Align.NLMSG_HDRLEN + 4, at + header.length());
        if (lists) {
          ElementListCodec.decode(in, hole::consume);
        } else {
          hole.consume(RuleCodec.decode(in));
        }
      }
      at += Align.up(header.length());
    }
  }
}
