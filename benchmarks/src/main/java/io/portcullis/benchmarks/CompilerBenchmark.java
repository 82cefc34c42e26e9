package io.portcullis.benchmarks;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.diff.PacketDifference;
import io.portcullis.compiler.diff.PolicyComparison;
import io.portcullis.compiler.incremental.Compilation;
import io.portcullis.compiler.incremental.IncrementalCompiler;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.compiler.model.Stage;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.compiler.model.StagePlan;
import io.portcullis.compiler.proof.IncrementalProof;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.NodePolicy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What a resolved policy costs on its way to a ruleset; run it with {@code -prof gc}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 4)
@Measurement(iterations = 5)
public class CompilerBenchmark {

  /** How large. */
  @Param public Scenario scenario = Scenario.TINY;

  /** Of which family all of it is. */
  @Param public Family family = Family.V4;

  private NodePolicy node = Scenario.TINY.node(Family.V4);
  private NodePolicy more = node;
  private CompiledPolicy compiled = PolicyCompiler.compile(node);
  private final IncrementalCompiler compiler = new IncrementalCompiler();
  private final IncrementalProof proof = new IncrementalProof();
  private boolean wider;

  /** Compiles once what is to be proven and changed. */
  @Setup
  public void setUp() {
    boolean v4 = family == Family.V4;
    Prefix one =
        v4
            ? Prefix.masking(Address.parse("203.0.113.0"), 24)
            : Prefix.masking(Address.parse("2001:db8:77::"), 48);
    node = scenario.node(family);
    more = scenario.node(family, AddressSet.of(one));
    compiled = PolicyCompiler.compile(node);
    Compilation first = compiler.next(node);
    proven(proof.check(first.compiled()));
    compiler.keep(first);
  }

  /** Stages, classes of services, and their sources as prefixes. */
  @Benchmark
  public void flatten(Blackhole out) {
    EffectivePolicy policy = node.interfaces().values().iterator().next().policy();
    for (Stage stage :
        StagePlan.of(ServiceModel.boxes(policy, family), family, StageBounds.DEFAULT)) {
      for (ServiceClass service : ServiceModel.of(stage.boxes(), family).classes()) {
        if (service.onlySource()) {
          out.consume(SourceTable.of(service, family));
        }
      }
    }
  }

  /** All of it, flattening included. */
  @Benchmark
  public CompiledPolicy compile() {
    return PolicyCompiler.compile(node);
  }

  /** Every packet there is. */
  @Benchmark
  public ProofResult prove() {
    return proven(Proof.check(compiled));
  }

  /** One CIDR more, or one less, compiled and proven as a change where that can be done. */
  @Benchmark
  public Compilation change() {
    wider = !wider;
    Compilation next = compiler.next(wider ? more : node);
    Optional<List<List<NftOperation>>> batches = next.batches();
    ProofResult unused =
        proven(
            batches.isEmpty()
                ? proof.check(next.compiled())
                : proof.check(
                    next.compiled(), batches.get().stream().flatMap(List::stream).toList()));
    compiler.keep(next);
    return next;
  }

  /** In which packets the policy differs from that with one CIDR more. */
  @Benchmark
  public PacketDifference difference() {
    return PolicyComparison.compare(node, more, true, List.of(), PolicyComparison.DEFAULT_LIMIT);
  }

  private static ProofResult proven(ProofResult result) {
    if (result instanceof ProofResult.Proven) {
      return result;
    }
    throw new IllegalStateException("not proven: " + result);
  }
}
