package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import java.util.Optional;

/**
 * The user data of an object: opaque to the kernel, read by {@code nft list}.
 *
 * <p>libnftnl lays it out as type, length, value with one byte each for type and length ({@code
 * libnftnl/udata.h}); the types differ per object. A comment is the only thing most objects carry.
 *
 * @param bytes the raw value of {@code NFTA_*_USERDATA}; empty when the attribute is absent
 */
public record UserData(Bytes bytes) {

  /** No user data. */
  public static final UserData NONE = new UserData(Bytes.EMPTY);

  /** True if there is none. */
  public boolean isEmpty() {
    return bytes.length() == 0;
  }

  /** The value of the first entry of {@code type}, without its two-byte header. */
  public Optional<Bytes> find(int type) {
    int at = 0;
    while (at + 2 <= bytes.length()) {
      int length = bytes.u8(at + 1);
      if (at + 2 + length > bytes.length()) {
        return Optional.empty();
      }
      if (bytes.u8(at) == type) {
        return Optional.of(bytes.slice(at + 2, at + 2 + length));
      }
      at += 2 + length;
    }
    return Optional.empty();
  }
}
