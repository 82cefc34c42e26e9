package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.Text;
import io.portcullis.netlink.route.LinkName;
import io.portcullis.netlink.route.Rtnetlink;
import io.portcullis.netlink.route.VethEnd;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Base chains that stand at devices: one, several, and all whose names begin alike. */
final class DevicesKernelTest {

  private static final NfFamily NETDEV = NfFamily.NETDEV;

  @AutoClose private final NetworkNamespace namespace = NetworkNamespace.create("devices");
  @AutoClose private final NfTables nft;

  DevicesKernelTest() throws Exception {
    try (Rtnetlink route = namespace.call(Rtnetlink::open)) {
      route.addVeth(VethEnd.of("one0"), VethEnd.of("one1"));
      assertThat(route.link(LinkName.of("one0"))).isPresent();
    }
    nft = namespace.call(NfTables::open);
  }

  @Test
  void oneOrSeveralDevicesAreReadBackAndListed() throws Exception {
    NftChain one = at(HookDevice.of("lo"));
    NftChain two = at(HookDevice.of("one0"), HookDevice.of("one1"));

    assertThat(held(one)).isEqualTo(one);
    assertThat(held(two)).isEqualTo(two);

    assertThat(new Programs(namespace::start).nft("list", "ruleset"))
        .contains("devices = { one0, one1 }");
  }

  @Test
  void aChainOfNftAtSeveralDevicesIsReadWithAllOfThem() throws Exception {
    new Programs(namespace::start)
        .load(
            """
            table netdev t {
              chain c {
                type filter hook ingress devices = { lo, one0, one1 } priority 5; policy drop;
              }
            }
            """);

    assertThat(chain().base().orElseThrow().devices())
        .containsExactlyInAnyOrder(
            HookDevice.of("lo"), HookDevice.of("one0"), HookDevice.of("one1"));
  }

  /** The kernel takes any bytes but NUL, '/', ':' and space for a name. */
  @Test
  void namesThatAreNoTextComeBackToTheByte() throws Exception {
    Bytes raw = Bytes.ofHex("ff65c328");
    try (Rtnetlink route = namespace.call(Rtnetlink::open)) {
      route.addVeth(VethEnd.of(Text.of(raw)), VethEnd.of("two1"));
      assertThat(route.links()).extracting(link -> link.name().bytes()).contains(raw);
    }
    HookDevice device = HookDevice.of(Text.of(raw));
    assertThat(LinkName.of(device.name()).bytes()).isEqualTo(raw);
    NftChain chain = at(device);

    assertThat(held(chain)).isEqualTo(chain);

    String table = Text.of(Bytes.ofHex("74ff"));
    long unused = nft.commit(List.of(new NftOperation.AddTable(new NftTable(NETDEV, table))), 0);
    assertThat(nft.tables()).extracting(NftTable::name).containsExactlyInAnyOrder("t", table);
    assertThat(nft.dump(NETDEV, table)).isPresent();
  }

  @Test
  void aPrefixIsReadBackAsOne() {
    NftChain all = at(new HookDevice("one", true));

    try {
      assertThat(held(all)).isEqualTo(all);
    } catch (NftException e) {
      if (e.errno() == Errno.EINVAL || e.errno() == Errno.EOPNOTSUPP) {
        abort("skipped: this kernel lacks NFTA_DEVICE_PREFIX: " + e.getMessage());
      }
      throw e;
    }
  }

  private static NftChain at(HookDevice... devices) {
    BaseHook hook = new BaseHook("filter", 0, 5, BaseHook.ChainPolicy.ACCEPT, List.of(devices));
    return NftChain.base("c", hook, UserData.NONE);
  }

  /** The same after it was given to the kernel, alone in its table. */
  private NftChain held(NftChain chain) {
    long unused =
        nft.commit(
            List.of(
                new NftOperation.AddTable(new NftTable(NETDEV, "t")),
                new NftOperation.DeleteTable(NETDEV, "t"),
                new NftOperation.AddTable(new NftTable(NETDEV, "t")),
                new NftOperation.AddChain(NETDEV, "t", chain)),
            0);
    return chain();
  }

  private NftChain chain() {
    return Objects.requireNonNull(nft.dump(NETDEV, "t").orElseThrow().chains().get("c"));
  }
}
