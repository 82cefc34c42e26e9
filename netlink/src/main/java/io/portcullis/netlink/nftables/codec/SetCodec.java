package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** {@code NFTA_SET_*}. Left out: handle, batch id, and the back-end of newer kernels. */
public final class SetCodec {

  // Newer than the oldest header this is built against: the back-end's name, and the element count.
  private static final int NFTA_SET_TYPE = 19;
  private static final int NFTA_SET_COUNT = 20;

  private SetCodec() {}

  /** A set and the table it is in. */
  public record InTable(String table, NftSet set) {}

  /**
   * A set and how many elements it has.
   *
   * @param count without catch-all elements, and of intervals half of what is stored; empty if the
   *     kernel does not say, as before Linux 6.16
   */
  public record Counted(InTable read, OptionalLong count) {}

  /**
   * Writes the attributes of {@code set}.
   *
   * @param id {@code NFTA_SET_ID}, which the kernel demands; unique in the batch
   */
  public static void encode(MessageWriter out, String table, NftSet set, int id) {
    out.putString(NFTA_SET_TABLE, table);
    out.putString(NFTA_SET_NAME, set.name());
    out.putU32be(NFTA_SET_FLAGS, set.flags());
    out.putU32be(NFTA_SET_KEY_TYPE, set.keyType());
    out.putU32be(NFTA_SET_KEY_LEN, set.keyLength());
    boolean map = (set.flags() & NftSet.F_MAP) != 0;
    if (map || set.dataType() != 0) {
      out.putU32be(NFTA_SET_DATA_TYPE, set.dataType());
    }
    if (map || set.dataLength() != 0) {
      out.putU32be(NFTA_SET_DATA_LEN, set.dataLength());
    }
    if (set.objectType() != 0) {
      out.putU32be(NFTA_SET_OBJ_TYPE, set.objectType());
    }
    out.putU32be(NFTA_SET_ID, id);
    if (set.policy() != 0) {
      out.putU32be(NFTA_SET_POLICY, set.policy());
    }
    if (set.size() != 0 || !set.fieldLengths().isEmpty()) {
      description(out, set);
    }
    if (set.timeout() != 0) {
      out.putU64be(NFTA_SET_TIMEOUT, set.timeout());
    }
    if (set.gcInterval() != 0) {
      out.putU32be(NFTA_SET_GC_INTERVAL, set.gcInterval());
    }
    TableCodec.userData(out, NFTA_SET_USERDATA, set.userData());
    if (set.expressions().size() == 1) {
      ExpressionCodec.encode(out, NFTA_SET_EXPR, set.expressions().get(0));
    } else if (!set.expressions().isEmpty()) {
      ExpressionCodec.encodeList(out, NFTA_SET_EXPRESSIONS, set.expressions());
    }
    out.putUnknown(set.unknown());
  }

  private static void description(MessageWriter out, NftSet set) {
    int desc = out.startNested(NFTA_SET_DESC);
    if (set.size() != 0) {
      out.putU32be(NFTA_SET_DESC_SIZE, set.size());
    }
    if (!set.fieldLengths().isEmpty()) {
      int concat = out.startNested(NFTA_SET_DESC_CONCAT);
      for (int length : set.fieldLengths()) {
        int field = out.startNested(NFTA_LIST_ELEM);
        out.putU32be(NFTA_SET_FIELD_LEN, length);
        out.endNested(field);
      }
      out.endNested(concat);
    }
    out.endNested(desc);
  }

  /** Reads a set from the attributes of its message. */
  public static InTable decode(AttributeReader in) {
    return decodeCounted(in).read();
  }

  /** As {@link #decode}, with the number of elements. */
  public static Counted decodeCounted(AttributeReader in) {
    String table = "";
    String name = "";
    int flags = 0;
    int keyType = 0;
    int keyLength = 0;
    int dataType = 0;
    int dataLength = 0;
    int[] size = {0};
    List<Integer> fields = new ArrayList<>();
    long timeout = 0;
    int gcInterval = 0;
    int policy = 0;
    int objectType = 0;
    OptionalLong count = OptionalLong.empty();
    List<Expression> expressions = List.of();
    UserData userData = UserData.NONE;
    Unknowns unknown = new Unknowns();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_SET_TABLE -> table = in.string();
        case NFTA_SET_NAME -> name = in.string();
        case NFTA_SET_FLAGS -> flags = in.u32be();
        case NFTA_SET_KEY_TYPE -> keyType = in.u32be();
        case NFTA_SET_KEY_LEN -> keyLength = in.u32be();
        case NFTA_SET_DATA_TYPE -> dataType = in.u32be();
        case NFTA_SET_DATA_LEN -> dataLength = in.u32be();
        case NFTA_SET_OBJ_TYPE -> objectType = in.u32be();
        case NFTA_SET_POLICY -> policy = in.u32be();
        case NFTA_SET_DESC -> description(in.nested(), size, fields);
        case NFTA_SET_TIMEOUT -> timeout = in.u64be();
        case NFTA_SET_GC_INTERVAL -> gcInterval = in.u32be();
        case NFTA_SET_USERDATA -> userData = TableCodec.userData(in.bytes());
        case NFTA_SET_EXPR -> expressions = List.of(ExpressionCodec.decode(in.nested()));
        case NFTA_SET_EXPRESSIONS -> expressions = ExpressionCodec.decodeList(in.nested());
        case NFTA_SET_COUNT -> count = OptionalLong.of(in.u32be() & 0xffffffffL);
        case NFTA_SET_HANDLE, NFTA_SET_ID, NFTA_SET_PAD, NFTA_SET_TYPE -> {}
        default -> unknown.keep(in);
      }
    }
    NftSet set =
        new NftSet(
            TableCodec.named("set", name),
            flags,
            keyType,
            keyLength,
            dataType,
            dataLength,
            size[0],
            fields,
            timeout,
            gcInterval,
            policy,
            objectType,
            expressions,
            userData,
            unknown.all());
    return new Counted(new InTable(table, set), count);
  }

  private static void description(AttributeReader in, int[] size, List<Integer> fields) {
    while (in.next()) {
      switch (in.type()) {
        case NFTA_SET_DESC_SIZE -> size[0] = in.u32be();
        case NFTA_SET_DESC_CONCAT -> {
          AttributeReader list = in.nested();
          while (list.next()) {
            AttributeReader field = list.nested();
            if (!field.next() || field.type() != NFTA_SET_FIELD_LEN) {
              throw new MalformedMessageException("a field of a concatenation without a length");
            }
            fields.add(field.u32be());
          }
        }
        default -> {}
      }
    }
  }
}
