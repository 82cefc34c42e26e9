package io.portcullis.netlink.nftables.codec;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.Text;
import io.portcullis.netlink.nftables.HookDevice;
import java.util.ArrayList;
import java.util.List;

/** {@code NFTA_DEVICE_*}: the devices of a base chain or of a flowtable. */
final class HookDeviceCodec {

  private static final int NFTA_DEVICE_NAME = 1;
  private static final int NFTA_DEVICE_PREFIX = 2;

  private HookDeviceCodec() {}

  static void encode(MessageWriter out, int attribute, List<HookDevice> devices) {
    int list = out.startNested(attribute);
    for (HookDevice device : devices) {
      if (device.prefix()) {
        // Without the NUL byte of a name: nft_netdev_hook_alloc() takes the length for the
        // prefix's.
        out.putBytes(NFTA_DEVICE_PREFIX, Bytes.of(Text.bytes(device.name())));
      } else {
        out.putString(NFTA_DEVICE_NAME, device.name());
      }
    }
    out.endNested(list);
  }

  /**
   * Reads them from the attributes of their list.
   *
   * @throws MalformedMessageException if something else is in it
   */
  static List<HookDevice> decode(AttributeReader in) {
    List<HookDevice> devices = new ArrayList<>();
    while (in.next()) {
      if (in.type() != NFTA_DEVICE_NAME && in.type() != NFTA_DEVICE_PREFIX) {
        throw new MalformedMessageException("attribute " + in.type() + " of a hook's device");
      }
      devices.add(device(in.string(), in.type() == NFTA_DEVICE_PREFIX));
    }
    return devices;
  }

  /**
   * A device as the kernel names it.
   *
   * @throws MalformedMessageException if none can have that name
   */
  static HookDevice device(String name, boolean prefix) {
    try {
      return new HookDevice(name, prefix);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessageException("a hook's device: " + e.getMessage());
    }
  }
}
