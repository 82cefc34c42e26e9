package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.Arrays;
import java.util.Optional;

/**
 * Loads packet bytes: {@code nft_payload.c}. Breaks the rule if the packet is too short, or for the
 * transport header if the layer-4 protocol is not known or the packet is not a first fragment.
 *
 * @param dreg where to
 * @param base which header
 * @param offset bytes from its start, 0 to 255
 * @param length bytes, 1 to 64
 */
public record Payload(Register dreg, Base base, int offset, int length) implements Expression {

  /** {@code NFT_PAYLOAD_*_HEADER}. */
  public enum Base {
    /** 0. */
    LINK_LAYER(0),
    /** 1. */
    NETWORK(1),
    /** 2. */
    TRANSPORT(2),
    /** 3. */
    INNER(3),
    /** {@code NFT_PAYLOAD_TUN_HEADER}, 4: the tunnel's own, inside {@link Inner}. */
    TUNNEL(4);

    private final int value;

    Base(int value) {
      this.value = value;
    }

    /** The kernel's number. */
    public int value() {
      return value;
    }

    /** The one with that number, if there is one. */
    public static Optional<Base> of(int value) {
      return Arrays.stream(values()).filter(known -> known.value == value).findFirst();
    }
  }

  public Payload {
    Checks.u8("the offset of payload in bytes", offset);
    Checks.registerBytes("the length of payload in bytes", length);
  }
}
