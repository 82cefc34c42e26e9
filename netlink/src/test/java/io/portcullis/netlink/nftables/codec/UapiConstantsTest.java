package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds every number of this module to the kernel's headers, and to the kernel that runs: each
 * constant of each class must be known there, and none of nf_tables' constants may be missing here,
 * but for those that {@link WithoutUse} lists with a reason.
 */
final class UapiConstantsTest {

  /** Newer than the headers of Debian 12 (Linux 6.1). */
  private static final String NEWER =
      "NFT_TABLE_F_PERSIST|NFTA_SET_(TYPE|COUNT)|NFTA_BITWISE_SREG2|NFT_BITWISE_(AND|OR|XOR)"
          + "|NFTA?_INNER_.*|NFT_MSG_DESTROY.*|NFT_MSG_GET.*_RESET|NFTA_TRACE_CT_.*"
          + "|NFTA_DEVICE_PREFIX|NFT_META_BRI_(BROUTE|IIFHWADDR)|NFT_PAYLOAD_TUN_HEADER";

  @Test
  void everyRestatedConstantIsTheHeadersOrTheRunningKernels(@TempDir Path directory)
      throws Exception {
    Map<String, Integer> header = HeaderConstants.read(directory);
    Map<String, Integer> known = new TreeMap<>(header);
    Map<String, Integer> ours = JavaConstants.all();
    assertThat(ours).hasSizeGreaterThan(300);
    if (Files.exists(RunningKernel.BTF)) {
      RunningKernel.enumerators().forEach(known::putIfAbsent);
    } else {
      ours.keySet().removeIf(name -> name.matches(NEWER) && !header.containsKey(name));
    }

    ours.entrySet().removeAll(known.entrySet());
    assertThat(ours).as("here, and not so in the headers").isEmpty();
  }

  @Test
  void noneOfTheHeadersNftablesConstantsIsMissing(@TempDir Path directory) throws Exception {
    assertNoneIsMissing(HeaderConstants.read(directory));
  }

  @Test
  void noneOfTheRunningKernelsNftablesConstantsIsMissing() throws Exception {
    assumeTrue(
        Files.exists(RunningKernel.BTF), "skipped: this kernel has no type information (BTF)");
    assertNoneIsMissing(RunningKernel.enumerators());
  }

  private static void assertNoneIsMissing(Map<String, Integer> known) throws Exception {
    Map<String, Integer> nftables = new TreeMap<>(known);
    nftables.keySet().removeIf(name -> !name.matches("NFTA?_.*") || WithoutUse.holds(name));
    assertThat(nftables).hasSizeGreaterThan(300);
    Map<String, Integer> ours = JavaConstants.all();
    nftables.entrySet().removeAll(ours.entrySet());
    assertThat(nftables).as("in the kernel, and not so here").isEmpty();
  }
}
