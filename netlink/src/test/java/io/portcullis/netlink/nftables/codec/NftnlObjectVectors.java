package io.portcullis.netlink.nftables.codec;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftFlowtable;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.ObjectData;
import io.portcullis.netlink.nftables.TunnelOption;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Limit;
import io.portcullis.netlink.nftables.expr.Quota;
import io.portcullis.netlink.nftables.expr.Synproxy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code native/nftnl-vectors} has in objects.c and deletions.c, by the same names. */
final class NftnlObjectVectors {

  private static final int IPV4 = NfFamily.IPV4.value();
  private static final int IPV6 = NfFamily.IPV6.value();
  private static final int TCP = 6;
  private static final int UDP = 17;

  private final Map<String, NftOperation> vectors = new LinkedHashMap<>();

  private NftnlObjectVectors() {}

  static Map<String, NftOperation> all() {
    NftnlObjectVectors all = new NftnlObjectVectors();
    all.shared();
    all.conntrack();
    all.tunnels();
    all.flowtables();
    all.deletions();
    return all.vectors;
  }

  private void shared() {
    object("counter", new ObjectData.Shared(new Counter(3, 180)));
    NftObject plain = ObjectDataCodec.write("o", new ObjectData.Shared(Counter.ZERO));
    NftObject commented =
        new NftObject(
            plain.name(), plain.type(), plain.data(), Comments.of("why"), UnknownAttributes.NONE);
    vectors.put(
        "object-counter-comment", new NftOperation.AddObject(NfFamily.INET, "t", commented));
    object("quota", new ObjectData.Shared(new Quota(1 << 20, 7, true)));
    object("limit", new ObjectData.Shared(new Limit(5, 60, 5, 0, 0)));
    object("synproxy", new ObjectData.Shared(new Synproxy(1460, 7, 0xf)));
  }

  private void conntrack() {
    object("ct-helper", new ObjectData.CtHelper("ftp", IPV4, TCP));
    object("ct-timeout-udp", new ObjectData.CtTimeout(IPV4, UDP, Map.of(1, 7, 2, 130)));
    Map<Integer, Integer> states = new HashMap<>();
    for (int i = 0; i < 11; i++) {
      states.put(i + 1, 100 + i);
    }
    object("ct-timeout-tcp", new ObjectData.CtTimeout(IPV6, TCP, states));
    object("ct-expect", new ObjectData.CtExpectation(IPV4, TCP, 9876, 60_000, 12));
    object("secmark", new ObjectData.Secmark("system_u:object_r:ssh_server_packet_t:s0"));
  }

  private void tunnels() {
    Bytes from = Bytes.ofHex("0a000001");
    Bytes to = Bytes.ofHex("0a000002");
    object("tunnel", tunnel(from, to, 0));
    Bytes from6 = Bytes.ofHex("fd000000000000000000000000000001");
    Bytes to6 = Bytes.ofHex("fd000000000000000000000000000002");
    object("tunnel-ip6", tunnel(from6, to6, 5));
    object("tunnel-vxlan", tunnel(from, to, 0, new TunnelOption.Vxlan(9)));
    object("tunnel-erspan-1", tunnel(from, to, 0, new TunnelOption.ErspanV1(3)));
    object("tunnel-erspan-2", tunnel(from, to, 0, new TunnelOption.ErspanV2(4, 1)));
  }

  private static ObjectData tunnel(Bytes from, Bytes to, int label, TunnelOption... options) {
    return new ObjectData.Tunnel(
        77,
        Optional.of(from),
        Optional.of(to),
        label,
        ObjectData.Tunnel.NFT_TUNNEL_F_ZERO_CSUM_TX,
        4,
        64,
        1000,
        4789,
        TunnelOptionCodec.encode(List.of(options)));
  }

  private void object(String name, ObjectData data) {
    vectors.put(
        "object-" + name,
        new NftOperation.AddObject(NfFamily.INET, "t", ObjectDataCodec.write("o", data)));
  }

  private void flowtables() {
    List<String> devices = List.of("eth0", "lo");
    flowtable("flowtable", devices, 0);
    flowtable(
        "flowtable-counter-offload",
        devices,
        NftFlowtable.NFT_FLOWTABLE_HW_OFFLOAD | NftFlowtable.NFT_FLOWTABLE_COUNTER);
    flowtable("flowtable-without-devices", List.of(), 0);
  }

  private void flowtable(String name, List<String> devices, int flags) {
    NftFlowtable plain = new NftFlowtable("f", -5, devices);
    vectors.put(
        name,
        new NftOperation.AddFlowtable(
            NfFamily.INET,
            "t",
            new NftFlowtable("f", -5, plain.devices(), flags, UnknownAttributes.NONE)));
  }

  private void deletions() {
    NfFamily inet = NfFamily.INET;
    vectors.put("delete-table", new NftOperation.DeleteTable(inet, "t"));
    vectors.put("delete-chain", new NftOperation.DeleteChain(inet, "t", "c"));
    vectors.put("delete-rule", new NftOperation.DeleteRule(inet, "t", "c", 9));
    vectors.put("flush-chain", new NftOperation.FlushChain(inet, "t", "c"));
    vectors.put("delete-set", new NftOperation.DeleteSet(inet, "t", "s"));
    vectors.put("delete-object", new NftOperation.DeleteObject(inet, "t", "o", NftObject.QUOTA));
    vectors.put("delete-flowtable", new NftOperation.DeleteFlowtable(inet, "t", "f"));
  }
}
