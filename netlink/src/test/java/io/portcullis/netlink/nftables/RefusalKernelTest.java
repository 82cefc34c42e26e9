package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.netlink.KernelError;
import io.portcullis.netlink.MessageHeader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.NetlinkSocket;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.netlink.sys.Privileges;
import io.portcullis.netlink.sys.SystemCallException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a process meets that may not, or a kernel that cannot. */
final class RefusalKernelTest {

  private static final NftOperation ADD =
      new NftOperation.AddTable(new NftTable(NfFamily.INET, "t"));

  @Test
  void withoutTheCapabilityNothingOpensAndTheMessageSaysWhichItIs() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("unprivileged")) {
      NftException failure =
          namespace.call(
              () -> {
                Privileges.dropFromThisThread(Privileges.CAP_NET_ADMIN);
                return catchThrowableOfType(NftException.class, NfTables::open);
              });

      assertThat(failure.reason()).isEqualTo(NftException.Reason.NOT_PERMITTED);
      assertThat(failure.errno()).isEqualTo(Errno.EPERM);
      assertThat(failure)
          .hasMessage(
              "asking for the generation: EPERM (Operation not permitted);"
                  + " this needs CAP_NET_ADMIN, and a table no other process owns");
    }
  }

  @Test
  void aThreadThatLostTheCapabilityCommitsNothingThroughASocketOpenedBefore() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("unprivileged");
        NfTables nft = namespace.call(NfTables::open)) {
      long before = nft.generation();
      NftException failure =
          namespace.call(
              () -> {
                Privileges.dropFromThisThread(Privileges.CAP_NET_ADMIN);
                return catchThrowableOfType(
                    NftException.class, () -> nft.commit(List.of(ADD), before));
              });

      assertThat(failure.reason()).isEqualTo(NftException.Reason.NOT_PERMITTED);
      assertThat(failure).hasMessageStartingWith("commit of 1 operations: EPERM");
      assertThat(nft.generation()).isEqualTo(before);
      assertThat(nft.tables()).isEmpty();
    }
  }

  @Test
  void withoutTheRightToMakeANamespaceThatIsSaid() throws Exception {
    try (NetworkNamespace thread = NetworkNamespace.create("unprivileged")) {
      thread.call(
          () -> {
            Privileges.dropFromThisThread(Privileges.CAP_SYS_ADMIN);
            return assertThatThrownBy(() -> NetworkNamespace.create("refused"))
                .isInstanceOf(SystemCallException.class)
                .hasMessageContaining("unshare(CLONE_NEWNET)")
                .hasMessageContaining("EPERM");
          });
    }
  }

  @Test
  void aProtocolThatTheKernelLacksIsNoNetfilter() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("other-kernel")) {
      NftException failure =
          namespace.call(() -> catchThrowableOfType(NftException.class, () -> NfTables.open(31)));

      assertThat(failure.reason()).isEqualTo(NftException.Reason.NO_NFTABLES);
      assertThat(failure.errno()).isEqualTo(Errno.EPROTONOSUPPORT);
      assertThat(failure)
          .hasMessageContaining("opening a netfilter netlink socket: EPROTONOSUPPORT")
          .hasMessageContaining("the kernel has no nf_tables: load or build CONFIG_NF_TABLES");
    }
  }

  /** NETLINK_ROUTE is there in every kernel, and knows no message of nf_tables. */
  @Test
  void aSocketThatAnswersThatItKnowsNoSuchMessageIsNoNftablesAndIsClosed() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("other-kernel")) {
      long before = descriptors();
      for (int i = 0; i < 200; i++) {
        NftException failure =
            namespace.call(() -> catchThrowableOfType(NftException.class, () -> NfTables.open(0)));
        assertThat(failure.reason()).isEqualTo(NftException.Reason.NO_NFTABLES);
      }
      assertThat(descriptors()).isLessThan(before + 50);
    }
  }

  /** Subsystem 0 is never registered, as nf_tables is not in a kernel without it. */
  @Test
  void whatNetfilterSaysOfASubsystemThatIsNotThereIsNoNftables() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("other-kernel");
        NetlinkSocket socket =
            namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER))) {
      MessageWriter out = new MessageWriter(64);
      out.startMessage(0x20, MessageHeader.NLM_F_REQUEST, 1);
      out.netfilterHeader(0, 0);
      out.endMessage();
      socket.send(out);
      int length = socket.receive();
      MessageHeader header = MessageHeader.read(socket.received(), 0, length);
      KernelError error = KernelError.read(socket.received(), 0, header);

      NftException failure = NfTables.opening(Failures.of("asking for the generation", error));

      assertThat(error.errno()).isEqualTo(Errno.EINVAL);
      assertThat(failure.reason()).isEqualTo(NftException.Reason.NO_NFTABLES);
    }
  }

  @Test
  void aKernelThatDoesNotAnswerIsWaitedForAndNoLonger() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("silent");
        NetlinkSocket socket =
            namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER))) {
      socket.receiveTimeout(Duration.ofMillis(20));

      assertThat(socket.receiveNow()).isEqualTo(-Errno.EAGAIN);
      assertThat(socket.receive()).isEqualTo(-Errno.EAGAIN);
      assertThat(NftException.reason(Errno.EAGAIN)).isEqualTo(NftException.Reason.NO_ANSWER);
    }
  }

  @Test
  void aClosedOneSaysSoAndClosesNobodyElsesDescriptor() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("closed")) {
      NfTables nft = namespace.call(NfTables::open);
      nft.close();
      try (NfTables other = namespace.call(NfTables::open)) {
        nft.close();

        assertThatThrownBy(() -> nft.commit(List.of(ADD), 0))
            .isInstanceOf(NftException.class)
            .hasMessageContaining("EBADF");
        assertThat(other.generation()).isPositive();
        assertThat(other.tables()).isEmpty();
      }
    }
  }

  private static long descriptors() throws Exception {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
