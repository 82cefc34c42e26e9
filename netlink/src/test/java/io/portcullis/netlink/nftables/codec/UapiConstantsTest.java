package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.netlink.conntrack.TcpState;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.SetUserData;
import io.portcullis.netlink.nftables.expr.BitwiseBoolean;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Dynset;
import io.portcullis.netlink.nftables.expr.Exthdr;
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.sys.LibC;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds every number of this module to the kernel's headers, by way of a C program: each constant
 * of each class must be known there, unless it is listed here with the reason.
 */
final class UapiConstantsTest {

  /** Numbers of libnftnl and nft, and so in no header of the kernel. */
  private static final Set<Class<?>> OF_NFT =
      Set.of(Comments.class, NftDataType.class, SetUserData.class);

  /** Limits of our own, and a message type with its subsystem. */
  private static final Set<String> OURS =
      Set.of(
          "MAX_BYTES",
          "MAX_ATTRIBUTE",
          "MAX_FRAME",
          "DUMP_ATTEMPTS",
          "FEW",
          "CREATE",
          "LONGEST",
          "MOST_STALE",
          "MOST_IDLE",
          "MICROS",
          "CT_NEW",
          "CT_GET",
          "CT_DELETE",
          "PACKET",
          "CONFIG",
          "CLOSED",
          "NEWGEN",
          "RECEIVE_BUFFER");

  /** Newer than the headers of Debian 12 (Linux 6.1). */
  private static final Set<String> NEWER =
      Set.of(
          "NFT_TABLE_F_PERSIST",
          "NFTA_SET_TYPE",
          "NFTA_SET_COUNT",
          "NFTA_BITWISE_SREG2",
          "NFT_BITWISE_AND",
          "NFT_BITWISE_OR",
          "NFT_BITWISE_XOR",
          "NFTA_INNER_NUM",
          "NFTA_INNER_TYPE",
          "NFTA_INNER_FLAGS",
          "NFTA_INNER_HDRSIZE",
          "NFTA_INNER_EXPR",
          "NFT_INNER_UNSPEC",
          "NFT_INNER_VXLAN",
          "NFT_INNER_GENEVE",
          "NFT_INNER_HDRSIZE",
          "NFT_INNER_LL",
          "NFT_INNER_NH",
          "NFT_INNER_TH");

  private static final Map<Class<?>, String> PREFIXES =
      Map.of(
          BaseHook.class, "NF_INET_",
          NftChain.class, "NFT_CHAIN_",
          NftObject.class, "NFT_OBJECT_",
          NftSet.class, "NFT_SET_",
          NftSetElem.class, "NFT_SET_ELEM_",
          NftTable.class, "NFT_TABLE_F_",
          Meta.class, "NFT_META_");

  /** What {@code nf_conntrack_common.h} has of {@link Ct}. */
  private static final Map<String, String> IN_CONNTRACK =
      Map.of("DIR_REPLY", "IP_CT_", "STATUS_EXPECTED", "IPS_");

  private static final Map<String, String> RENAMED =
      Map.of(
          "NFT_SET_DATA_VERDICT", "NFT_DATA_VERDICT",
          "RESULT_OIF", "NFT_FIB_RESULT_OIF",
          "RESULT_OIFNAME", "NFT_FIB_RESULT_OIFNAME",
          "RESULT_ADDRTYPE", "NFT_FIB_RESULT_ADDRTYPE",
          "F_SADDR", "NFTA_FIB_F_SADDR",
          "F_DADDR", "NFTA_FIB_F_DADDR",
          "F_MARK", "NFTA_FIB_F_MARK",
          "F_IIF", "NFTA_FIB_F_IIF",
          "F_OIF", "NFTA_FIB_F_OIF",
          "F_PRESENT", "NFTA_FIB_F_PRESENT");

  @Test
  void everyRestatedConstantIsTheHeaders(@TempDir Path directory) throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/include/linux/netfilter/nf_tables.h"))
            && Files.isExecutable(Path.of("/usr/bin/gcc")),
        "skipped: needs gcc and the kernel's headers (linux-libc-dev)");
    Map<String, Integer> header = header(directory);
    Map<String, Integer> ours = ours();

    NEWER.stream().filter(name -> !header.containsKey(name)).forEach(ours::remove);

    assertThat(ours).hasSizeGreaterThan(300);
    assertThat(minus(ours, header)).as("here, and not so in the headers").isEmpty();
    assertThat(minus(header, ours)).as("in the headers, and not so here").isEmpty();
  }

  private static Map<String, Integer> minus(Map<String, Integer> one, Map<String, Integer> other) {
    Map<String, Integer> rest = new TreeMap<>(one);
    rest.entrySet().removeAll(other.entrySet());
    return rest;
  }

  private static Map<String, Integer> header(Path directory) throws Exception {
    Path probe = directory.resolve("uapi-probe");
    Path source = Path.of(System.getProperty("portcullis.root"), "native", "uapi-probe.c");
    String unused = run("gcc", "-o", probe.toString(), source.toString());
    Map<String, Integer> header = new TreeMap<>();
    run(probe.toString())
        .lines()
        .forEach(
            line -> {
              int space = line.indexOf(' ');
              header.put(line.substring(0, space), Integer.valueOf(line.substring(space + 1)));
            });
    return header;
  }

  private static Map<String, Integer> ours() throws Exception {
    Map<String, Integer> ours = new TreeMap<>();
    for (Class<?> holder : classes()) {
      if (OF_NFT.contains(holder)) {
        continue;
      }
      for (Field field : holder.getDeclaredFields()) {
        boolean number = field.getType() == int.class || field.getType() == short.class;
        int modifiers = field.getModifiers();
        if (number
            && Modifier.isStatic(modifiers)
            && Modifier.isFinal(modifiers)
            && !OURS.contains(field.getName())) {
          field.setAccessible(true);
          put(ours, name(holder, field.getName()), field.getInt(null));
        }
      }
    }
    for (NfFamily family : NfFamily.values()) {
      put(ours, "NFPROTO_" + family.name(), family.value());
    }
    for (Cmp.Op op : Cmp.Op.values()) {
      put(ours, "NFT_CMP_" + op.name(), op.value());
    }
    for (Payload.Base base : Payload.Base.values()) {
      String name = base == Payload.Base.LINK_LAYER ? "LL" : base.name();
      put(ours, "NFT_PAYLOAD_" + name + "_HEADER", base.value());
    }
    for (Dynset.Op op : Dynset.Op.values()) {
      put(ours, "NFT_DYNSET_OP_" + op.name(), op.value());
    }
    for (Exthdr.Op op : Exthdr.Op.values()) {
      put(ours, "NFT_EXTHDR_OP_" + op.name(), op.value());
    }
    for (BitwiseBoolean.Op op : BitwiseBoolean.Op.values()) {
      put(ours, "NFT_BITWISE_" + op.name(), op.value());
    }
    for (BaseHook.ChainPolicy policy : BaseHook.ChainPolicy.values()) {
      put(ours, "NF_" + policy.name(), policy.value());
    }
    for (TcpState state : TcpState.values()) {
      if (state != TcpState.UNKNOWN) {
        put(ours, "TCP_CONNTRACK_" + state.name(), state.number());
      }
    }
    return ours;
  }

  /** One header constant may be restated in several classes, but not as several numbers. */
  private static void put(Map<String, Integer> ours, String name, int value) {
    Integer other = ours.put(name, value);
    assertThat(other == null || other == value).as("%s is %s and %s", name, other, value).isTrue();
  }

  private static String name(Class<?> holder, String field) {
    String bare = field.startsWith("F_") && holder != Fib.class ? field.substring(2) : field;
    String prefix = PREFIXES.getOrDefault(holder, "");
    if (holder == Ct.class) {
      prefix = field.startsWith("STATE_") ? "NF_CT_" : IN_CONNTRACK.getOrDefault(field, "NFT_CT_");
      bare = field.startsWith("STATUS_") ? field.substring("STATUS_".length()) : bare;
    }
    return RENAMED.getOrDefault(prefix + bare, prefix + bare);
  }

  private static List<Class<?>> classes() throws Exception {
    Path root = Path.of(LibC.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      List<String> names =
          files
              .map(file -> root.relativize(file).toString())
              .filter(file -> file.endsWith(".class") && !file.contains("-info"))
              .map(file -> file.replace('/', '.').substring(0, file.length() - 6))
              .toList();
      List<Class<?>> classes = new java.util.ArrayList<>();
      for (String name : names) {
        classes.add(Class.forName(name, false, LibC.class.getClassLoader()));
      }
      return classes;
    }
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
