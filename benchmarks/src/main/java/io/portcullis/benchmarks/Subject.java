package io.portcullis.benchmarks;

import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What is encoded and committed: a table with a base chain and one verdict map, {@code inet_proto .
 * inet_service . ipv4_addr : verdict}, of {@link #ELEMENTS} elements, which one rule looks up.
 */
final class Subject {

  static final int ELEMENTS = 100_000;
  static final int KEY = 12;

  /** What the map is told to hold at most, which makes it a fixed hash; 0 for a resizable one. */
  static final int SIZE = Integer.getInteger("bench.size", 131_072);

  static final NfFamily INET = NfFamily.INET;
  static final NftOperation TABLE = new NftOperation.AddTable(new NftTable(INET, "bench"));
  static final NftOperation GONE = new NftOperation.DeleteTable(INET, "bench");

  private Subject() {}

  /** Half accept, half drop. */
  static ElementBlock elements(int from, int to) {
    ElementBlock.Builder block =
        ElementBlock.ofVerdicts(KEY, List.of(Verdict.ACCEPT, Verdict.DROP));
    byte[] key = new byte[KEY];
    for (int i = from; i < to; i++) {
      key(i, key);
      block.add(key, i & 1);
    }
    return block.build();
  }

  /** Protocol, port and address, each padded to four bytes. */
  private static void key(int i, byte[] key) {
    ByteBuffer to = ByteBuffer.wrap(key);
    to.put((byte) 6).put((byte) 0).putShort((short) 0);
    to.putShort((short) (30_000 + i % 100)).putShort((short) 0);
    to.putInt(0x0a000000 + i / 100);
  }

  static List<NftOperation> ruleset() {
    BaseHook hook =
        new BaseHook(
            "filter", BaseHook.PRE_ROUTING, -101, BaseHook.ChainPolicy.ACCEPT, Optional.empty());
    NftChain chain = NftChain.base("c", hook, UserData.NONE);
    NftSet map = NftSet.verdictMap("m", 0, 12 << 12 | 13 << 6 | 7, KEY).withSize(SIZE);
    NftRule rule =
        NftRule.of(
            "c",
            new Meta(Register.R0, Meta.L4PROTO),
            new Payload(new Register(1), Payload.Base.TRANSPORT, 2, 2),
            new Payload(new Register(2), Payload.Base.NETWORK, 12, 4),
            Lookup.verdict("m", Register.R0));
    return List.of(
        TABLE,
        new NftOperation.AddChain(INET, "bench", chain),
        new NftOperation.AddSet(INET, "bench", map),
        added(0, ELEMENTS),
        new NftOperation.AddRule(INET, "bench", rule));
  }

  static NftOperation added(int from, int to) {
    return new NftOperation.AddElements(INET, "bench", "m", elements(from, to));
  }

  static NftOperation deleted(int from, int to) {
    return new NftOperation.DeleteElements(INET, "bench", "m", elements(from, to));
  }

  /** The same for {@code nft -f}. */
  static String text() {
    StringBuilder out = new StringBuilder(ELEMENTS * 40);
    out.append("table inet bench {\n  map m {\n");
    out.append("    type inet_proto . inet_service . ipv4_addr : verdict\n");
    out.append(SIZE == 0 ? "" : "    size " + SIZE + "\n").append("    elements = {\n");
    for (int i = 0; i < ELEMENTS; i++) {
      int address = i / 100;
      out.append("tcp . ").append(30_000 + i % 100).append(" . 10.");
      out.append(address >> 16).append('.').append(address >> 8 & 0xff).append('.');
      out.append(address & 0xff).append((i & 1) == 0 ? " : accept,\n" : " : drop,\n");
    }
    out.append("    }\n  }\n  chain c {\n    type filter hook prerouting priority -101\n");
    out.append("    meta l4proto . th dport . ip saddr vmap @m\n  }\n}\n");
    return out.toString();
  }
}
