package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Text;

/**
 * A device that a base chain or a flowtable stands at: {@code NFTA_DEVICE_*}.
 *
 * @param name of the device, or what its name begins with; 1 to 15 bytes of {@link Text}
 * @param prefix true for every device, present or to come, whose name begins so; kernels from 6.16
 */
public record HookDevice(String name, boolean prefix) {

  public HookDevice {
    int bytes = Text.bytes(name).length;
    if (bytes < 1 || bytes > 15) {
      throw new IllegalArgumentException(
          "an interface's name has 1 to 15 bytes, '" + name + "' has " + bytes);
    }
  }

  /** The one of that name. */
  public static HookDevice of(String name) {
    return new HookDevice(name, false);
  }

  /** As {@code nft} writes it: a prefix ends with a star. */
  @Override
  public String toString() {
    return prefix ? name + "*" : name;
  }
}
