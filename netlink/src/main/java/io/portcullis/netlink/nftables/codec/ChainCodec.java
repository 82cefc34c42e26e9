package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.HookDevice;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.UserData;
import java.util.List;
import java.util.Optional;

/**
 * {@code NFTA_CHAIN_*} and {@code NFTA_HOOK_*}. Left out: handle, use count, and the chain's own
 * counters.
 */
public final class ChainCodec {

  private static final int NFT_CHAIN_BASE = 1;

  private ChainCodec() {}

  /** A chain and the table it is in, since a dump gives the chains of all tables. */
  public record InTable(String table, NftChain chain) {}

  /** Writes the attributes of {@code chain}. */
  public static void encode(MessageWriter out, String table, NftChain chain) {
    out.putString(NFTA_CHAIN_TABLE, table);
    out.putString(NFTA_CHAIN_NAME, chain.name());
    if (chain.base().isPresent()) {
      BaseHook base = chain.base().get();
      int hook = out.startNested(NFTA_CHAIN_HOOK);
      out.putU32be(NFTA_HOOK_HOOKNUM, base.hooknum());
      out.putU32be(NFTA_HOOK_PRIORITY, base.priority());
      devices(out, base.devices());
      out.endNested(hook);
      out.putU32be(NFTA_CHAIN_POLICY, base.policy().value());
      out.putString(NFTA_CHAIN_TYPE, base.type());
    }
    int flags = chain.flags() | (chain.base().isPresent() ? NFT_CHAIN_BASE : 0);
    if (flags != 0) {
      out.putU32be(NFTA_CHAIN_FLAGS, flags);
    }
    TableCodec.userData(out, NFTA_CHAIN_USERDATA, chain.userData());
    out.putUnknown(chain.unknown());
  }

  /** One device as older kernels take it too, which know no list. */
  private static void devices(MessageWriter out, List<HookDevice> devices) {
    if (devices.size() == 1 && !devices.get(0).prefix()) {
      out.putString(NFTA_HOOK_DEV, devices.get(0).name());
    } else if (!devices.isEmpty()) {
      HookDeviceCodec.encode(out, NFTA_HOOK_DEVS, devices);
    }
  }

  /** Reads a chain from the attributes of its message. */
  public static InTable decode(AttributeReader in) {
    String table = "";
    String name = "";
    String type = "filter";
    Optional<AttributeReader> hook = Optional.empty();
    int policy = 1;
    int flags = 0;
    UserData userData = UserData.NONE;
    Unknowns unknown = new Unknowns();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_CHAIN_TABLE -> table = in.string();
        case NFTA_CHAIN_NAME -> name = in.string();
        case NFTA_CHAIN_TYPE -> type = in.string();
        case NFTA_CHAIN_HOOK -> hook = Optional.of(in.nested());
        case NFTA_CHAIN_POLICY -> policy = in.u32be();
        case NFTA_CHAIN_FLAGS -> flags = in.u32be();
        case NFTA_CHAIN_USERDATA -> userData = TableCodec.userData(in.bytes());
        case NFTA_CHAIN_HANDLE, NFTA_CHAIN_USE, NFTA_CHAIN_COUNTERS, NFTA_CHAIN_PAD -> {}
        default -> unknown.keep(in);
      }
    }
    Optional<BaseHook> base =
        hook.isPresent() ? Optional.of(hook(hook.get(), type, policy)) : Optional.empty();
    NftChain chain =
        new NftChain(
            TableCodec.named("chain", name),
            base,
            flags & ~NFT_CHAIN_BASE,
            userData,
            unknown.all());
    return new InTable(table, chain);
  }

  private static BaseHook hook(AttributeReader in, String type, int policy) {
    int hooknum = 0;
    int priority = 0;
    Optional<String> first = Optional.empty();
    List<HookDevice> devices = List.of();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_HOOK_HOOKNUM -> hooknum = in.u32be();
        case NFTA_HOOK_PRIORITY -> priority = in.u32be();
        case NFTA_HOOK_DEV -> first = Optional.of(in.string());
        case NFTA_HOOK_DEVS -> devices = HookDeviceCodec.decode(in.nested());
        default -> {}
      }
    }
    BaseHook.ChainPolicy known =
        BaseHook.ChainPolicy.of(policy)
            .orElseThrow(() -> new MalformedMessageException("a chain policy of " + policy));
    // The kernel gives the first one's name beside the list.
    if (devices.isEmpty() && first.isPresent()) {
      devices = List.of(HookDevice.of(first.get()));
    }
    return new BaseHook(type, hooknum, priority, known, devices);
  }
}
