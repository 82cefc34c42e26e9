package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.UserData;

/** {@code NFTA_TABLE_*}. Left out: use count, handle, and who owns the table. */
public final class TableCodec {

  private TableCodec() {}

  /** Writes the attributes of {@code table}; the family goes into the message's header. */
  public static void encode(MessageWriter out, NftTable table) {
    out.putString(NFTA_TABLE_NAME, table.name());
    out.putU32be(NFTA_TABLE_FLAGS, table.flags());
    userData(out, NFTA_TABLE_USERDATA, table.userData());
    out.putUnknown(table.unknown());
  }

  /** Reads a table from the attributes of its message. */
  public static NftTable decode(NfFamily family, AttributeReader in) {
    String name = "";
    int flags = 0;
    UserData userData = UserData.NONE;
    Unknowns unknown = new Unknowns();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_TABLE_NAME -> name = in.string();
        case NFTA_TABLE_FLAGS -> flags = in.u32be();
        case NFTA_TABLE_USERDATA -> userData = userData(in.bytes());
        case NFTA_TABLE_USE, NFTA_TABLE_HANDLE, NFTA_TABLE_PAD, NFTA_TABLE_OWNER -> {}
        default -> unknown.keep(in);
      }
    }
    return new NftTable(family, named("table", name), flags, userData, unknown.all());
  }

  static void userData(MessageWriter out, int type, UserData data) {
    if (!data.isEmpty()) {
      out.putBytes(type, data.bytes());
    }
  }

  static UserData userData(Bytes raw) {
    return raw.length() == 0 ? UserData.NONE : new UserData(raw);
  }

  static String named(String object, String name) {
    if (name.isEmpty()) {
      throw new MalformedMessageException("a " + object + " without a name");
    }
    return name;
  }
}
