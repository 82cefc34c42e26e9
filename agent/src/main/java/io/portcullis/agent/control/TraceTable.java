package io.portcullis.agent.control;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.Failures;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.StaleGenerationException;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Limit;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.MetaWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of its own that marks packets to be traced. It belongs to a socket, and not beyond: the
 * kernel deletes it when the socket is closed, also when the agent is killed ({@code
 * NFT_TABLE_F_OWNER}, Linux 5.12). It decides nothing.
 */
final class TraceTable implements AutoCloseable {

  static final String NAME = "portcullis-trace-";

  private static final String CHAIN = "mark";

  /** Behind defragmentation (-400), so that each packet has its ports, and before all else. */
  private static final int PRIORITY = -399;

  /** So many packets a second, whatever comes: a trace is tens of messages a packet. */
  private static final int PER_SECOND = 100;

  private static final int BURST = 20;
  private static final int ATTEMPTS = 16;

  private final NfTables kernel;

  private TraceTable(NfTables kernel) {
    this.kernel = kernel;
  }

  /**
   * Makes it, in the network namespace of the calling thread.
   *
   * @param matching a packet that is to be traced
   * @throws AgentException if the kernel refuses
   */
  static TraceTable make(String name, List<Expression> matching) {
    NfTables kernel;
    try {
      kernel = NfTables.open();
    } catch (NftException e) {
      throw Failures.of(e);
    }
    try {
      commit(kernel, operations(name, matching));
      return new TraceTable(kernel);
    } catch (NftException e) {
      kernel.close();
      if (e.operation().filter(NftOperation.AddTable.class::isInstance).isPresent()) {
        throw new AgentException(
                ExitCode.KERNEL_REFUSED,
                "this kernel makes no table that goes with its maker: " + e.getMessage(),
                "tracing needs Linux 5.12 or newer")
            .causedBy(e);
      }
      throw Failures.of(e);
    }
  }

  /** Others commit too, so that the generation may be another by now. */
  private static void commit(NfTables kernel, List<NftOperation> operations) {
    for (int attempt = 1; ; attempt++) {
      try {
        long unused = kernel.commit(operations, kernel.generation());
        return;
      } catch (StaleGenerationException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static List<NftOperation> operations(String name, List<Expression> matching) {
    NftTable table =
        new NftTable(
            NfFamily.INET,
            name,
            NftTable.F_OWNER,
            Comments.of("marks packets that are traced, and goes when that ends"),
            UnknownAttributes.NONE);
    BaseHook hook =
        new BaseHook(
            "filter",
            BaseHook.PRE_ROUTING,
            PRIORITY,
            BaseHook.ChainPolicy.ACCEPT,
            Optional.empty());
    List<Expression> rule = new ArrayList<>(matching);
    rule.add(new Limit(PER_SECOND, 1, BURST, Limit.NFT_LIMIT_PKTS, 0));
    rule.add(new Immediate.Value(Register.R0, Bytes.ofU8(1)));
    rule.add(new MetaWrite(Register.R0, Meta.NFTRACE));
    return List.of(
        new NftOperation.AddTable(table),
        new NftOperation.AddChain(
            NfFamily.INET, name, NftChain.base(CHAIN, hook, Comments.of("before all else"))),
        new NftOperation.AddRule(
            NfFamily.INET, name, NftRule.of(CHAIN, rule.toArray(Expression[]::new))));
  }

  /** The kernel deletes the table. */
  @Override
  public void close() {
    kernel.close();
  }
}
