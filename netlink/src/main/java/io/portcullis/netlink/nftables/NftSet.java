package io.portcullis.netlink.nftables;

import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.List;

/**
 * A set or map: {@code NFTA_SET_*}. Its elements are separate, see {@link SetElements}.
 *
 * @param name at most 255 bytes, unique in its table
 * @param flags {@code NFT_SET_*}
 * @param keyType nft's data type number, {@code (a << 6) | b} for a concatenation; the kernel only
 *     stores it
 * @param keyLength bytes, each field of a concatenation padded to four
 * @param dataType {@link #DATA_VERDICT} for a verdict map, nft's type number for other maps, 0 for
 *     a set
 * @param dataLength bytes of a map's data, 0 for a set; 16 is what nft sends for verdicts
 * @param size the most elements it may hold, 0 for no bound; a bound chooses the fixed-size hash
 * @param fieldLengths of a concatenation with ranges ({@code NFTA_SET_DESC_CONCAT}): bytes per
 *     field
 * @param timeout milliseconds, 0 for none
 * @param gcInterval milliseconds, 0 for the default
 * @param policy {@code NFT_SET_POL_PERFORMANCE} 0 or {@code NFT_SET_POL_MEMORY} 1
 * @param objectType {@code NFT_OBJECT_*} of an object map, else 0
 * @param expressions made anew on each element, such as a counter
 * @param userData types, byte orders and comment, see {@link Comments}
 * @param unknown attributes of a newer kernel
 */
public record NftSet(
    String name,
    int flags,
    int keyType,
    int keyLength,
    int dataType,
    int dataLength,
    int size,
    List<Integer> fieldLengths,
    long timeout,
    int gcInterval,
    int policy,
    int objectType,
    List<Expression> expressions,
    UserData userData,
    UnknownAttributes unknown) {

  public static final int F_ANONYMOUS = 0x1;
  public static final int F_CONSTANT = 0x2;
  public static final int F_INTERVAL = 0x4;
  public static final int F_MAP = 0x8;
  public static final int F_TIMEOUT = 0x10;
  public static final int F_EVAL = 0x20;
  public static final int F_OBJECT = 0x40;
  public static final int F_CONCAT = 0x80;
  public static final int F_EXPR = 0x100;

  /** {@code NFT_SET_POL_PERFORMANCE}: prefer speed. */
  public static final int POL_PERFORMANCE = 0;

  /** {@code NFT_SET_POL_MEMORY}: prefer little memory. */
  public static final int POL_MEMORY = 1;

  /** {@code NFT_DATA_VERDICT}: the data of a verdict map. */
  public static final int DATA_VERDICT = 0xffffff00;

  public NftSet {
    fieldLengths = List.copyOf(fieldLengths);
    expressions = List.copyOf(expressions);
  }

  /** A plain set without bound, timeout or expressions. */
  public static NftSet set(String name, int flags, int keyType, int keyLength) {
    return plain(name, flags, keyType, keyLength, 0, 0);
  }

  /** A plain verdict map without bound, timeout or expressions. */
  public static NftSet verdictMap(String name, int flags, int keyType, int keyLength) {
    return plain(name, flags | F_MAP, keyType, keyLength, DATA_VERDICT, 16);
  }

  private static NftSet plain(
      String name, int flags, int keyType, int keyLength, int dataType, int dataLength) {
    return new NftSet(
        name,
        flags,
        keyType,
        keyLength,
        dataType,
        dataLength,
        0,
        List.of(),
        0,
        0,
        0,
        0,
        List.of(),
        UserData.NONE,
        UnknownAttributes.NONE);
  }

  /** The same set under another name. */
  public NftSet withName(String other) {
    return with(other, size, expressions, userData);
  }

  /** The same set with room for {@code elements}. */
  public NftSet withSize(int elements) {
    return with(name, elements, expressions, userData);
  }

  /** The same set whose elements have other expressions. */
  public NftSet withExpressions(List<Expression> others) {
    return with(name, size, others, userData);
  }

  /** The same set with user data. */
  public NftSet withUserData(UserData data) {
    return with(name, size, expressions, data);
  }

  /** The one place that copies what does not change. */
  private NftSet with(
      String newName, int newSize, List<Expression> newExpressions, UserData newUserData) {
    return new NftSet(
        newName,
        flags,
        keyType,
        keyLength,
        dataType,
        dataLength,
        newSize,
        fieldLengths,
        timeout,
        gcInterval,
        policy,
        objectType,
        newExpressions,
        newUserData,
        unknown);
  }

  /** True if looking it up gives a verdict. */
  public boolean isVerdictMap() {
    return (flags & F_MAP) != 0 && dataType == DATA_VERDICT;
  }
}
