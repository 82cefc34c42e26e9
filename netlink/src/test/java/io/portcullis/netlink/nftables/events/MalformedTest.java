package io.portcullis.netlink.nftables.events;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.Mutations;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.codec.RuleCodec;
import io.portcullis.netlink.nftables.codec.TableCodec;
import io.portcullis.netlink.nftables.expr.Counter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Messages that are no events. */
final class MalformedTest {

  @Test
  void additions() {
    refusals(NFT_MSG_NEWTABLE, out -> TableCodec.encode(out, new NftTable(NfFamily.INET, "t")));
    refusals(NFT_MSG_NEWRULE, out -> RuleCodec.encode(out, "t", NftRule.of("c", Counter.ZERO)));
  }

  @Test
  void deletions() {
    refusals(
        NFT_MSG_DELRULE,
        out -> {
          out.putString(NFTA_RULE_TABLE, "t");
          out.putString(NFTA_RULE_CHAIN, "c");
          out.putU64be(NFTA_RULE_HANDLE, 7);
        });
  }

  @Test
  void generations() {
    refusals(
        NFT_MSG_NEWGEN,
        out -> {
          out.putU32be(NFTA_GEN_ID, 7);
          out.putU32be(NFTA_GEN_PROC_PID, 8);
          out.putString(NFTA_GEN_PROC_NAME, "nft");
        });
  }

  private static void refusals(int message, Consumer<MessageWriter> body) {
    Mutations.onlyRefusals(
        out -> {
          out.netfilterHeader(NfFamily.INET.value(), 0);
          body.accept(out);
        },
        (buffer, from, to) -> EventCodec.decode(message, buffer, from, to));
  }
}
