package io.portcullis.netlink.nftables.expr;

/**
 * Runs an expression on the packet inside a tunnel: {@code nft_inner.c}, from Linux 6.2.
 *
 * @param type {@link #NFT_INNER_VXLAN} and others
 * @param flags {@code NFT_INNER_*}: which headers there are
 * @param headerSize bytes of the tunnel's own header
 * @param expression {@link Payload} or {@link Meta}, in {@code NFTA_LIST_ELEM} form
 */
public record Inner(int type, int flags, int headerSize, Expression expression)
    implements Expression {

  /** Any other. */
  public static final int NFT_INNER_UNSPEC = 0;

  /** VXLAN. */
  public static final int NFT_INNER_VXLAN = 1;

  /** GENEVE, whose options are skipped. */
  public static final int NFT_INNER_GENEVE = 2;

  /** The tunnel has a header of its own. */
  public static final int NFT_INNER_HDRSIZE = 1;

  /** There is a link-layer header inside. */
  public static final int NFT_INNER_LL = 1 << 1;

  /** There is a network header inside. */
  public static final int NFT_INNER_NH = 1 << 2;

  /** There is a transport header inside. */
  public static final int NFT_INNER_TH = 1 << 3;

  public Inner {
    Checks.between("the type of inner", type, 0, 255);
    Checks.between("the flags of inner", flags, 0, 15);
    Checks.between("the header size of inner in bytes", headerSize, 0, 64);
    if (expression instanceof Inner || expression instanceof Dynset) {
      throw new IllegalArgumentException("inner runs payload or meta, not " + expression);
    }
  }
}
