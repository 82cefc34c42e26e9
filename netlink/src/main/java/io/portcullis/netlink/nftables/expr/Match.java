package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.Text;

/**
 * A match of xtables ({@code iptables}), its data as bytes: {@code nft_match} of {@code
 * nft_compat.c}.
 *
 * @param name at most 31 bytes
 * @param revision 0 to 255
 * @param info what {@code struct xt_entry_match} has after its header, aligned to 8 bytes; the
 *     kernel gives back what is private to it as zeros
 */
public record Match(String name, int revision, Bytes info) implements Expression {

  public Match {
    int bytes = Text.bytes(name).length;
    Checks.between("the length of the name of a match in bytes", bytes, 1, 31);
    Checks.u8("the revision of a match", revision);
  }
}
