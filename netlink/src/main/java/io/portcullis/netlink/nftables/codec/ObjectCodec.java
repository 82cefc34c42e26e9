package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.UserData;

/** {@code NFTA_OBJ_*}, of stateful objects. Left out: handle and use count. */
public final class ObjectCodec {

  private ObjectCodec() {}

  /** An object and the table it is in. */
  public record InTable(String table, NftObject object) {}

  /** Writes the attributes of {@code object}. */
  public static void encode(MessageWriter out, String table, NftObject object) {
    out.putString(NFTA_OBJ_TABLE, table);
    out.putString(NFTA_OBJ_NAME, object.name());
    out.putU32be(NFTA_OBJ_TYPE, object.type());
    out.putBytes(NFTA_OBJ_DATA | AttributeReader.NLA_F_NESTED, object.data());
    TableCodec.userData(out, NFTA_OBJ_USERDATA, object.userData());
    out.putUnknown(object.unknown());
  }

  /** Reads an object from the attributes of its message. */
  public static InTable decode(AttributeReader in) {
    String table = "";
    String name = "";
    int type = 0;
    Bytes data = Bytes.EMPTY;
    UserData userData = UserData.NONE;
    Unknowns unknown = new Unknowns();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_OBJ_TABLE -> table = in.string();
        case NFTA_OBJ_NAME -> name = in.string();
        case NFTA_OBJ_TYPE -> type = in.u32be();
        case NFTA_OBJ_DATA -> data = in.bytes();
        case NFTA_OBJ_USERDATA -> userData = TableCodec.userData(in.bytes());
        case NFTA_OBJ_USE, NFTA_OBJ_HANDLE, NFTA_OBJ_PAD -> {}
        default -> unknown.keep(in);
      }
    }
    data = type == NftObject.TUNNEL ? DumpQuirks.takenOfTunnel(data) : data;
    return new InTable(
        table,
        new NftObject(TableCodec.named("object", name), type, data, userData, unknown.all()));
  }
}
