package io.portcullis.netlink.nftables;

/**
 * A place in the sixteen 32-bit words that expressions load to and read from.
 *
 * <p>The kernel knows each 16-byte register also as its four words: {@code NFT_REG_1} to {@code
 * NFT_REG_4} are 1 to 4, {@code NFT_REG32_00} to {@code NFT_REG32_15} are 8 to 23, and {@code
 * nft_dump_register()} gives back the 16-byte name where a value starts on one. This class counts
 * words alone, so that equal places are equal.
 *
 * @param word 0 to 15
 */
public record Register(int word) {

  private static final int NFT_REG_1 = 1;
  private static final int NFT_REG32_00 = 8;

  public Register {
    if (word < 0 || word > 15) {
      throw new IllegalArgumentException("nf_tables has registers 0 to 15, not " + word);
    }
  }

  /** The word at which {@code NFT_REG_1} starts. */
  public static final Register R0 = new Register(0);

  /** The register {@code bytes} after this one, rounded up to whole words. */
  public Register plus(int bytes) {
    return new Register(word + (bytes + 3) / 4);
  }

  /** The number the kernel dumps: {@code NFT_REG_*} where it can, else {@code NFT_REG32_*}. */
  public int number() {
    return word % 4 == 0 ? NFT_REG_1 + word / 4 : NFT_REG32_00 + word;
  }

  /**
   * The register of a kernel number.
   *
   * @throws IllegalArgumentException for the verdict register, and for what the kernel does not
   *     have
   */
  public static Register of(int number) {
    if (number >= NFT_REG_1 && number < NFT_REG_1 + 4) {
      return new Register((number - NFT_REG_1) * 4);
    }
    return new Register(number - NFT_REG32_00);
  }
}
