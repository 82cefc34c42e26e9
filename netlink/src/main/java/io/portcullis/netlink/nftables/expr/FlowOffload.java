package io.portcullis.netlink.nftables.expr;

/**
 * Lets a flowtable forward the rest of this connection: {@code nft_flow_offload.c}.
 *
 * @param table the flowtable's name, at most 255 bytes
 */
public record FlowOffload(String table) implements Expression {

  public FlowOffload {
    Checks.name("a flowtable's name", table);
  }
}
