package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Comments in user data, such that {@code nft list} shows them.
 *
 * <p>Types are those of {@code libnftnl/udata.h}: {@code NFTNL_UDATA_TABLE_COMMENT}, {@code
 * NFTNL_UDATA_CHAIN_COMMENT}, {@code NFTNL_UDATA_RULE_COMMENT} and {@code
 * NFTNL_UDATA_SET_ELEM_COMMENT} are 0, {@code NFTNL_UDATA_SET_COMMENT} is 7. The text ends with a
 * NUL byte that is counted. nft refuses more than {@code NFTNL_UDATA_COMMENT_MAXLEN}, 128 bytes;
 * longer text is cut at a character.
 */
public final class Comments {

  private static final int COMMENT = 0;
  private static final int SET_COMMENT = 7;
  private static final int MAX_BYTES = 127;

  private Comments() {}

  /** User data for a table, chain, rule or element. */
  public static UserData of(String text) {
    return new UserData(entry(COMMENT, text));
  }

  /** User data for a set or map. */
  public static UserData ofSet(String text) {
    return new UserData(entry(SET_COMMENT, text));
  }

  /** The comment of a table, chain, rule or element. */
  public static Optional<String> read(UserData data) {
    return data.find(COMMENT).map(Comments::text);
  }

  private static Bytes entry(int type, String text) {
    byte[] ended = (cut(text) + '\0').getBytes(StandardCharsets.UTF_8);
    return new UserDataEntries().then(type, Bytes.of(ended)).toBytes();
  }

  private static String cut(String text) {
    String kept = text;
    while (kept.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
    }
    return kept;
  }

  private static String text(Bytes value) {
    byte[] raw = value.toArray();
    int length = raw.length;
    while (length > 0 && raw[length - 1] == 0) {
      length--;
    }
    return new String(raw, 0, length, StandardCharsets.UTF_8);
  }
}
