package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.portcullis.netlink.nftables.SetKeys;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The numbers of this module by the names they have in the kernel's headers. */
final class JavaConstants {

  /** Numbers of libnftnl and nft, and so in no header of the kernel. */
  private static final Set<Class<?>> OF_NFT =
      Set.of(Comments.class, NftDataType.class, SetKeys.class, SetUserData.class);

  /** Limits of our own, and a message type with its subsystem. */
  private static final Set<String> OURS =
      Set.of(
          "MAX_BYTES",
          "MAX_ATTRIBUTE",
          "MAX_FRAME",
          "DUMP_ATTEMPTS",
          "FEW",
          "IPV4_PROTOCOL",
          "IPV6_NEXT_HEADER",
          "AT_ONCE",
          "CREATE",
          "KEY_OFFSET",
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

  private JavaConstants() {}

  /** All of them. */
  static Map<String, Integer> all() throws Exception {
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
      String name =
          switch (base) {
            case LINK_LAYER -> "LL";
            case TUNNEL -> "TUN";
            default -> base.name();
          };
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
}
