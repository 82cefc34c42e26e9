package io.portcullis.netlink.nftables.codec;

import io.portcullis.netlink.Align;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MessageHeader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.HookDevice;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.UserData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects of {@code native/nftnl-vectors}, by the same names. */
public final class NftnlVectors {

  private static final int NFT_CHAIN_HW_OFFLOAD = 2;

  private final Map<String, NftOperation> vectors = new LinkedHashMap<>();

  private NftnlVectors() {}

  /** One operation a vector. */
  public static Map<String, NftOperation> all() {
    NftnlVectors all = new NftnlVectors();
    all.tables();
    all.chains();
    NftnlRuleVectors.all().forEach(all::rule);
    all.vectors.putAll(NftnlSetVectors.all());
    all.vectors.putAll(NftnlObjectVectors.all());
    return all.vectors;
  }

  /** One message, as second of a batch, since the first also asks for an echo; sequence 1. */
  public static Bytes message(NftOperation operation) {
    MessageWriter out = new MessageWriter(4096);
    NftOperation first = new NftOperation.AddTable(new NftTable(NfFamily.INET, "first"));
    BatchCodec unused = BatchCodec.encode(out, List.of(first, operation), 0, -1);
    int at = 0;
    for (int message = 0; message < 2; message++) {
      at += Align.up(MessageHeader.read(out.buffer(), at, out.position()).length());
    }
    byte[] raw = new byte[MessageHeader.read(out.buffer(), at, out.position()).length()];
    out.buffer().get(at, raw);
    return Bytes.of(raw);
  }

  private void tables() {
    vectors.put("table", new NftOperation.AddTable(new NftTable(NfFamily.INET, "t")));
    vectors.put("table-ip6", new NftOperation.AddTable(new NftTable(NfFamily.IPV6, "t")));
    vectors.put(
        "table-dormant-comment",
        new NftOperation.AddTable(
            new NftTable(
                NfFamily.IPV4,
                "t",
                NftTable.F_DORMANT,
                Comments.of("why"),
                UnknownAttributes.NONE)));
  }

  private void chains() {
    chain("chain", NfFamily.INET, NftChain.regular("c", UserData.NONE));
    chain("chain-comment", NfFamily.INET, NftChain.regular("c", Comments.of("why")));
    chain("chain-base", NfFamily.INET, base("filter", BaseHook.PRE_ROUTING, -101, true, ""));
    chain(
        "chain-base-drop-comment",
        NfFamily.IPV4,
        NftChain.base(
            "c",
            new BaseHook(
                "nat", BaseHook.POST_ROUTING, 100, BaseHook.ChainPolicy.DROP, Optional.empty()),
            Comments.of("why")));
    chain("chain-netdev", NfFamily.NETDEV, base("filter", 0, 0, true, "lo"));
    List<HookDevice> devices = List.of(HookDevice.of("eth0"), HookDevice.of("lo"));
    chain(
        "chain-netdev-devices",
        NfFamily.NETDEV,
        new NftChain(
            "c",
            Optional.of(new BaseHook("filter", 0, 0, BaseHook.ChainPolicy.ACCEPT, devices)),
            NFT_CHAIN_HW_OFFLOAD,
            UserData.NONE,
            UnknownAttributes.NONE));
  }

  private static NftChain base(String type, int hook, int priority, boolean accept, String device) {
    return NftChain.base(
        "c",
        new BaseHook(
            type,
            hook,
            priority,
            accept ? BaseHook.ChainPolicy.ACCEPT : BaseHook.ChainPolicy.DROP,
            device.isEmpty() ? Optional.empty() : Optional.of(device)),
        UserData.NONE);
  }

  private void chain(String name, NfFamily family, NftChain chain) {
    vectors.put(name, new NftOperation.AddChain(family, "t", chain));
  }

  private void rule(String name, NftRule rule) {
    vectors.put(
        name,
        name.equals("rule-before")
            ? new NftOperation.InsertRule(NfFamily.INET, "t", rule, 9)
            : new NftOperation.AddRule(NfFamily.INET, "t", rule));
  }
}
