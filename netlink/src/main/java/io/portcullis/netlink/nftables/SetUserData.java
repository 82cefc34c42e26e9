package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A set's user data other than its comment: {@code NFTNL_UDATA_SET_*} of {@code libnftnl/udata.h}.
 * nft needs the byte order to print keys in host order, such as marks, as the numbers they are.
 */
public final class SetUserData {

  private static final int NFTNL_UDATA_SET_KEYBYTEORDER = 0;
  private static final int NFTNL_UDATA_SET_DATABYTEORDER = 1;

  /** How nft calls the order of a key's bytes: {@code enum byteorder} of {@code datatype.h}. */
  public enum ByteOrdering {
    /** Text, and concatenations. */
    INVALID(0),
    /** Such as marks and interface indexes. */
    HOST(1),
    /** Such as addresses and ports. */
    NETWORK(2);

    private final int value;

    ByteOrdering(int value) {
      this.value = value;
    }
  }

  private SetUserData() {}

  /** The byte order of a set's keys. */
  public static UserData keyOrder(ByteOrdering order) {
    return new UserData(entry(NFTNL_UDATA_SET_KEYBYTEORDER, order));
  }

  /** The byte order of a map's data. */
  public static UserData dataOrder(ByteOrdering order) {
    return new UserData(entry(NFTNL_UDATA_SET_DATABYTEORDER, order));
  }

  /** All entries of all parts, in order. */
  public static UserData join(List<UserData> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(part -> all.writeBytes(part.bytes().toArray()));
    return new UserData(Bytes.of(all.toByteArray()));
  }

  private static Bytes entry(int type, ByteOrdering order) {
    return new UserDataEntries().then(type, order.value).toBytes();
  }
}
