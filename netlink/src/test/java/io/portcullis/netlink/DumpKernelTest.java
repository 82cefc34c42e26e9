package io.portcullis.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.route.Rtnetlink;
import io.portcullis.netlink.route.VethEnd;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Dumps of the real kernel that something really happens to. They take several datagrams, and the
 * kernel writes the next one when one is read: so a change made while the first is read comes in
 * the middle.
 */
final class DumpKernelTest {

  private static final int RTM_GETLINK = 18;
  private static final int NFT_MSG_GETCHAIN = 4;
  private static final int NFNLGRP_NFTABLES = 7;
  private static final int LINKS = 120;
  private static final int CHAINS = 1500;

  @AutoClose private final NetworkNamespace namespace = NetworkNamespace.create("dumps");
  @AutoClose private final Rtnetlink route;
  @AutoClose private final NfTables nft;

  DumpKernelTest() throws Exception {
    route = namespace.call(Rtnetlink::open);
    nft = namespace.call(NfTables::open);
  }

  @Test
  void aDumpOfLinksThatAChangeInterruptsIsMadeAgain() throws Exception {
    for (int i = 0; i < LINKS; i += 2) {
      route.addVeth(VethEnd.of("v" + i), VethEnd.of("v" + (i + 1)));
    }
    List<Integer> seen = new ArrayList<>();
    try (Exchange exchange = exchange(NetlinkSocket.NETLINK_ROUTE)) {
      List<Integer> links =
          exchange.dump(
              "listing links",
              RTM_GETLINK,
              DumpKernelTest::links,
              (header, buffer, from, to) -> {
                if (seen.isEmpty()) {
                  route.addVeth(VethEnd.of("new0"), VethEnd.of("new1"));
                }
                seen.add(buffer.getInt(from + 4));
                return Optional.of(buffer.getInt(from + 4));
              });

      // Loopback, those that were there, and the two new ones: each once, but some read twice.
      assertThat(links).doesNotHaveDuplicates().hasSize(1 + LINKS + 2);
      assertThat(seen).hasSizeGreaterThan(links.size());
      assertThat(new HashSet<>(seen)).isEqualTo(new HashSet<>(links));
    }
  }

  @Test
  void aDumpThatIsInterruptedEachTimeIsGivenUp() throws Exception {
    for (int i = 0; i < LINKS; i += 2) {
      route.addVeth(VethEnd.of("v" + i), VethEnd.of("v" + (i + 1)));
    }
    int[] changes = {0};
    int[] first = {0};
    try (Exchange exchange = exchange(NetlinkSocket.NETLINK_ROUTE)) {
      assertThatThrownBy(
              () ->
                  exchange.dump(
                      "listing links",
                      RTM_GETLINK,
                      DumpKernelTest::links,
                      (header, buffer, from, to) -> {
                        int index = buffer.getInt(from + 4);
                        first[0] = first[0] == 0 ? index : first[0];
                        if (index == first[0]) {
                          String name = "n" + changes[0]++;
                          route.addVeth(VethEnd.of(name), VethEnd.of(name + "p"));
                        }
                        return Optional.of(index);
                      }))
          .isInstanceOfSatisfying(
              NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINTR))
          .hasMessage("listing links: EINTR (Interrupted system call)");
    }
    assertThat(changes[0]).isEqualTo(16);
  }

  @Test
  void aDumpOfChainsThatACommitInterruptsIsMadeAgain() throws Exception {
    chains();
    List<Integer> seen = new ArrayList<>();
    try (Exchange exchange = exchange(NetlinkSocket.NETLINK_NETFILTER)) {
      List<String> chains =
          exchange.dump(
              "listing chains",
              (10 << 8) | NFT_MSG_GETCHAIN,
              out -> out.netfilterHeader(NfFamily.INET.value(), 0),
              (header, buffer, from, to) -> {
                if (seen.isEmpty()) {
                  long unused = nft.commit(List.of(chain("another")), 0);
                }
                seen.add(from);
                return Optional.of(name(buffer, from, to));
              });

      assertThat(chains).doesNotHaveDuplicates().hasSize(CHAINS + 1).contains("another");
      assertThat(seen).hasSizeGreaterThan(chains.size());
    }
  }

  /** The socket is in a group too, whose events overflow its buffer while the dump is read. */
  @Test
  void aDumpInWhichTheKernelHadToDropADatagramIsMadeAgain() throws Exception {
    chains();
    List<Integer> seen = new ArrayList<>();
    NetlinkSocket socket =
        namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER));
    try (Exchange exchange = new Exchange(socket)) {
      socket.receiveBuffer(64 << 10);
      socket.join(NFNLGRP_NFTABLES);
      List<String> chains =
          exchange.dump(
              "listing chains",
              (10 << 8) | NFT_MSG_GETCHAIN,
              out -> out.netfilterHeader(NfFamily.INET.value(), 0),
              (header, buffer, from, to) -> {
                if (seen.isEmpty()) {
                  flood();
                  socket.leave(NFNLGRP_NFTABLES);
                }
                seen.add(from);
                return Optional.of(name(buffer, from, to));
              });

      assertThat(chains).doesNotHaveDuplicates().hasSize(CHAINS);
      assertThat(seen).hasSizeGreaterThan(chains.size());
    }
  }

  private void flood() {
    for (int i = 0; i < 40; i++) {
      List<NftOperation> many = new ArrayList<>();
      for (int j = 0; j < 200; j++) {
        many.add(new NftOperation.AddTable(new NftTable(NfFamily.IPV4, "x" + j)));
        many.add(new NftOperation.DeleteTable(NfFamily.IPV4, "x" + j));
      }
      long unused = nft.commit(many, 0);
    }
  }

  private void chains() {
    List<NftOperation> operations = new ArrayList<>();
    operations.add(new NftOperation.AddTable(new NftTable(NfFamily.INET, "t")));
    for (int i = 0; i < CHAINS; i++) {
      operations.add(chain("chain-" + i));
    }
    long unused = nft.commit(operations, 0);
  }

  private static NftOperation chain(String name) {
    return new NftOperation.AddChain(NfFamily.INET, "t", NftChain.regular(name, UserData.NONE));
  }

  private static String name(java.nio.ByteBuffer buffer, int from, int to) {
    AttributeReader in = new AttributeReader(buffer, from + 4, to);
    String name = "";
    while (in.next()) {
      name = in.type() == 3 ? in.string() : name;
    }
    return name;
  }

  private Exchange exchange(int protocol) throws Exception {
    return new Exchange(namespace.call(() -> NetlinkSocket.open(protocol)));
  }

  /** struct ifinfomsg. */
  private static void links(MessageWriter out) {
    out.putEncoded(new byte[16]);
  }
}
