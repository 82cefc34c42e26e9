package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;

/**
 * What a tunnel's own header says beyond its number: {@code NFTA_TUNNEL_KEY_OPTS_*}; {@link
 * io.portcullis.netlink.nftables.codec.TunnelOptionCodec} makes bytes of them for {@link
 * ObjectData.Tunnel}, and reads them.
 */
public sealed interface TunnelOption {

  /**
   * VXLAN's group policy.
   *
   * @param policy 32 bits
   */
  record Vxlan(int policy) implements TunnelOption {}

  /**
   * ERSPAN type II.
   *
   * @param index 20 bits
   */
  record ErspanV1(int index) implements TunnelOption {}

  /**
   * ERSPAN type III.
   *
   * @param hardware number of the mirroring device, 6 bits
   * @param direction 0 for received packets, 1 for sent ones
   */
  record ErspanV2(int hardware, int direction) implements TunnelOption {}

  /**
   * One option of GENEVE; there can be several.
   *
   * @param optionClass 16 bits
   * @param type 8 bits
   * @param data a multiple of 4 bytes, at most 127
   */
  record Geneve(int optionClass, int type, Bytes data) implements TunnelOption {}
}
