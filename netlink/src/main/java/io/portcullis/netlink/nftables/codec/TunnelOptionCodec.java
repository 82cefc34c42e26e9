package io.portcullis.netlink.nftables.codec;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.TunnelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code NFTA_TUNNEL_KEY_OPTS_*}: the options of a tunnel object, between values and bytes. */
public final class TunnelOptionCodec {

  private static final int NFTA_TUNNEL_KEY_OPTS_VXLAN = 1;
  private static final int NFTA_TUNNEL_KEY_OPTS_ERSPAN = 2;
  private static final int NFTA_TUNNEL_KEY_OPTS_GENEVE = 3;
  private static final int NFTA_TUNNEL_KEY_VXLAN_GBP = 1;
  private static final int NFTA_TUNNEL_KEY_ERSPAN_VERSION = 1;
  private static final int NFTA_TUNNEL_KEY_ERSPAN_V1_INDEX = 2;
  private static final int NFTA_TUNNEL_KEY_ERSPAN_V2_HWID = 3;
  private static final int NFTA_TUNNEL_KEY_ERSPAN_V2_DIR = 4;
  private static final int NFTA_TUNNEL_KEY_GENEVE_CLASS = 1;
  private static final int NFTA_TUNNEL_KEY_GENEVE_TYPE = 2;
  private static final int NFTA_TUNNEL_KEY_GENEVE_DATA = 3;

  private TunnelOptionCodec() {}

  /** The payload of {@code NFTA_TUNNEL_KEY_OPTS}. */
  public static Bytes encode(List<TunnelOption> options) {
    MessageWriter out = new MessageWriter(64);
    for (TunnelOption option : options) {
      encode(out, option);
    }
    byte[] raw = new byte[out.position()];
    out.buffer().get(0, raw);
    return Bytes.of(raw);
  }

  private static void encode(MessageWriter out, TunnelOption option) {
    if (option instanceof TunnelOption.Vxlan vxlan) {
      int nest = out.startNested(NFTA_TUNNEL_KEY_OPTS_VXLAN);
      out.putU32be(NFTA_TUNNEL_KEY_VXLAN_GBP, vxlan.policy());
      out.endNested(nest);
    } else if (option instanceof TunnelOption.ErspanV1 one) {
      int nest = out.startNested(NFTA_TUNNEL_KEY_OPTS_ERSPAN);
      out.putU32be(NFTA_TUNNEL_KEY_ERSPAN_VERSION, 1);
      out.putU32be(NFTA_TUNNEL_KEY_ERSPAN_V1_INDEX, one.index());
      out.endNested(nest);
    } else if (option instanceof TunnelOption.ErspanV2 two) {
      int nest = out.startNested(NFTA_TUNNEL_KEY_OPTS_ERSPAN);
      out.putU32be(NFTA_TUNNEL_KEY_ERSPAN_VERSION, 2);
      out.putU8(NFTA_TUNNEL_KEY_ERSPAN_V2_HWID, two.hardware());
      out.putU8(NFTA_TUNNEL_KEY_ERSPAN_V2_DIR, two.direction());
      out.endNested(nest);
    } else if (option instanceof TunnelOption.Geneve geneve) {
      int nest = out.startNested(NFTA_TUNNEL_KEY_OPTS_GENEVE);
      out.putU16be(NFTA_TUNNEL_KEY_GENEVE_CLASS, geneve.optionClass());
      out.putU8(NFTA_TUNNEL_KEY_GENEVE_TYPE, geneve.type());
      out.putBytes(NFTA_TUNNEL_KEY_GENEVE_DATA, geneve.data());
      out.endNested(nest);
    }
  }

  /**
   * Reads them.
   *
   * @return empty if there is anything that no {@link TunnelOption} holds
   */
  public static Optional<List<TunnelOption>> decode(Bytes raw) {
    ByteBuffer buffer = ByteBuffer.allocate(raw.length()).order(ByteOrder.nativeOrder());
    raw.putTo(buffer);
    AttributeReader in = new AttributeReader(buffer, 0, raw.length());
    List<TunnelOption> options = new ArrayList<>();
    while (in.next()) {
      Fields fields = new Fields(in.nested(), 4);
      switch (in.type()) {
        case NFTA_TUNNEL_KEY_OPTS_VXLAN ->
            options.add(new TunnelOption.Vxlan(fields.u32(NFTA_TUNNEL_KEY_VXLAN_GBP)));
        case NFTA_TUNNEL_KEY_OPTS_ERSPAN -> options.add(erspan(fields));
        case NFTA_TUNNEL_KEY_OPTS_GENEVE ->
            options.add(
                new TunnelOption.Geneve(
                    fields.u16(NFTA_TUNNEL_KEY_GENEVE_CLASS),
                    fields.u8(NFTA_TUNNEL_KEY_GENEVE_TYPE),
                    fields.raw(NFTA_TUNNEL_KEY_GENEVE_DATA)));
        default -> fields.require(false);
      }
      if (!fields.faithful()) {
        return Optional.empty();
      }
    }
    return Optional.of(List.copyOf(options));
  }

  private static TunnelOption erspan(Fields fields) {
    int version = fields.u32(NFTA_TUNNEL_KEY_ERSPAN_VERSION);
    fields.require(version == 1 || version == 2);
    return version == 1
        ? new TunnelOption.ErspanV1(fields.u32(NFTA_TUNNEL_KEY_ERSPAN_V1_INDEX))
        : new TunnelOption.ErspanV2(
            fields.u8(NFTA_TUNNEL_KEY_ERSPAN_V2_HWID), fields.u8(NFTA_TUNNEL_KEY_ERSPAN_V2_DIR));
  }
}
