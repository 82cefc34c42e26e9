package io.portcullis.netlink.nftables;

import io.portcullis.netlink.UnknownAttributes;
import java.util.List;

/**
 * A flowtable: {@code NFTA_FLOWTABLE_*}. Forwards packets of known connections at ingress.
 *
 * @param name at most 255 bytes, unique in its table
 * @param priority at ingress, lower runs earlier; signed
 * @param devices that it stands at, in order
 * @param flags {@link #NFT_FLOWTABLE_HW_OFFLOAD}, {@link #NFT_FLOWTABLE_COUNTER}
 * @param unknown attributes of a newer kernel
 */
public record NftFlowtable(
    String name, int priority, List<HookDevice> devices, int flags, UnknownAttributes unknown) {

  /** Let the devices do it. */
  public static final int NFT_FLOWTABLE_HW_OFFLOAD = 0x1;

  /** Count packets and bytes of the connections. */
  public static final int NFT_FLOWTABLE_COUNTER = 0x2;

  public NftFlowtable {
    devices = List.copyOf(devices);
  }

  /** At devices of those names, without flags. */
  public NftFlowtable(String name, int priority, List<String> devices) {
    this(name, priority, devices.stream().map(HookDevice::of).toList(), 0, UnknownAttributes.NONE);
  }
}
