package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectDataAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.HookDevice;
import io.portcullis.netlink.nftables.NftFlowtable;
import java.util.ArrayList;
import java.util.List;

/** {@code NFTA_FLOWTABLE_*}. Left out: handle and use count. The only hook is ingress. */
public final class FlowtableCodec {

  private static final int NF_NETDEV_INGRESS = 0;

  private FlowtableCodec() {}

  /** A flowtable and the table it is in. */
  public record InTable(String table, NftFlowtable flowtable) {}

  /** Writes the attributes of {@code flowtable}. */
  public static void encode(MessageWriter out, String table, NftFlowtable flowtable) {
    out.putString(NFTA_FLOWTABLE_TABLE, table);
    out.putString(NFTA_FLOWTABLE_NAME, flowtable.name());
    int hook = out.startNested(NFTA_FLOWTABLE_HOOK);
    out.putU32be(NFTA_FLOWTABLE_HOOK_NUM, NF_NETDEV_INGRESS);
    out.putU32be(NFTA_FLOWTABLE_HOOK_PRIORITY, flowtable.priority());
    HookDeviceCodec.encode(out, NFTA_FLOWTABLE_HOOK_DEVS, flowtable.devices());
    out.endNested(hook);
    out.putU32be(NFTA_FLOWTABLE_FLAGS, flowtable.flags());
    out.putUnknown(flowtable.unknown());
  }

  /** Writes what finds a flowtable. */
  public static void encodeName(MessageWriter out, String table, String name) {
    out.putString(NFTA_FLOWTABLE_TABLE, table);
    out.putString(NFTA_FLOWTABLE_NAME, name);
  }

  /**
   * Reads a flowtable from the attributes of its message.
   *
   * @throws MalformedMessageException if it is none
   */
  public static InTable decode(AttributeReader in) {
    String table = "";
    String name = "";
    int flags = 0;
    int[] priority = {0};
    List<HookDevice> devices = new ArrayList<>();
    Unknowns unknown = new Unknowns();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_FLOWTABLE_TABLE -> table = in.string();
        case NFTA_FLOWTABLE_NAME -> name = in.string();
        case NFTA_FLOWTABLE_HOOK -> hook(in.nested(), priority, devices);
        case NFTA_FLOWTABLE_FLAGS -> flags = in.u32be();
        case NFTA_FLOWTABLE_USE, NFTA_FLOWTABLE_HANDLE, NFTA_FLOWTABLE_PAD -> {}
        default -> unknown.keep(in);
      }
    }
    try {
      return new InTable(
          table,
          new NftFlowtable(
              TableCodec.named("flowtable", name), priority[0], devices, flags, unknown.all()));
    } catch (IllegalArgumentException e) {
      throw new MalformedMessageException("flowtable " + name + ": " + e.getMessage());
    }
  }

  private static void hook(AttributeReader in, int[] priority, List<HookDevice> devices) {
    while (in.next()) {
      switch (in.type()) {
        case NFTA_FLOWTABLE_HOOK_PRIORITY -> priority[0] = in.u32be();
        case NFTA_FLOWTABLE_HOOK_DEVS -> devices.addAll(HookDeviceCodec.decode(in.nested()));
        default -> {
          if (in.type() != NFTA_FLOWTABLE_HOOK_NUM || in.u32be() != NF_NETDEV_INGRESS) {
            throw new MalformedMessageException(
                "attribute " + in.type() + " of a flowtable's hook, which is not ingress");
          }
        }
      }
    }
  }
}
