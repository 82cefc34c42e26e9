package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/** Runs a stateful object: {@code nft_objref.c}. */
public sealed interface Objref extends Expression {

  /**
   * One that is named here.
   *
   * @param type {@code NFT_OBJECT_*}, see {@link io.portcullis.netlink.nftables.NftObject}
   * @param name at most 255 bytes
   */
  record Named(int type, String name) implements Objref {

    public Named {
      Checks.name("an object's name", name);
    }
  }

  /**
   * The one that an object map has for a key.
   *
   * @param sreg where the key starts
   * @param map its name, at most 255 bytes
   */
  record InMap(Register sreg, String map) implements Objref {

    public InMap {
      Checks.name("a map's name", map);
    }
  }
}
