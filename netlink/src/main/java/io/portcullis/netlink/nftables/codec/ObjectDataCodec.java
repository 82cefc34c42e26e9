package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectDataAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.ObjectData;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Opaque;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code NFTA_OBJ_DATA} of each type of object, from and to {@link ObjectData}. */
public final class ObjectDataCodec {

  /** The types whose data are an expression's. */
  private static final Map<Integer, String> SHARED =
      Map.of(
          NftObject.COUNTER, "counter",
          NftObject.QUOTA, "quota",
          NftObject.LIMIT, "limit",
          NftObject.CONNLIMIT, "connlimit",
          NftObject.SYNPROXY, "synproxy");

  private ObjectDataCodec() {}

  /**
   * The object of that name with these data.
   *
   * @throws IllegalArgumentException if there is no object of that expression
   */
  public static NftObject write(String name, ObjectData data) {
    MessageWriter out = new MessageWriter(256);
    int type = type(data);
    if (data instanceof ObjectData.Shared shared) {
      ExpressionCodec.encodeData(out, shared.expression());
    } else {
      encode(out, data);
    }
    return new NftObject(name, type, written(out), UserData.NONE, UnknownAttributes.NONE);
  }

  /** What an object is; empty if its type or one of its attributes is not known here. */
  public static Optional<ObjectData> read(NftObject object) {
    Bytes data = object.data();
    String shared = SHARED.get(object.type());
    if (shared != null) {
      Expression read = ExpressionCodec.decodeData(shared, reader(data), data);
      return read instanceof Opaque ? Optional.empty() : Optional.of(new ObjectData.Shared(read));
    }
    try {
      Fields in = new Fields(reader(data), NFTA_TUNNEL_KEY_OPTS);
      Optional<ObjectData> read = decode(object.type(), in);
      return in.faithful() ? read : Optional.empty();
    } catch (MalformedMessageException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int type(ObjectData data) {
    if (data instanceof ObjectData.Shared shared) {
      String name = ExpressionCodec.name(shared.expression());
      return SHARED.entrySet().stream()
          .filter(entry -> entry.getValue().equals(name))
          .findFirst()
          .orElseThrow(
              () -> new IllegalArgumentException("nf_tables has no objects of kind " + name))
          .getKey();
    } else if (data instanceof ObjectData.CtHelper) {
      return NftObject.CT_HELPER;
    } else if (data instanceof ObjectData.CtTimeout) {
      return NftObject.CT_TIMEOUT;
    } else if (data instanceof ObjectData.CtExpectation) {
      return NftObject.CT_EXPECT;
    }
    return data instanceof ObjectData.Secmark ? NftObject.SECMARK : NftObject.TUNNEL;
  }

  private static void encode(MessageWriter out, ObjectData data) {
    if (data instanceof ObjectData.CtHelper helper) {
      out.putString(NFTA_CT_HELPER_NAME, helper.helper());
      if (helper.l3proto() != 0) {
        out.putU16be(NFTA_CT_HELPER_L3PROTO, helper.l3proto());
      }
      out.putU8(NFTA_CT_HELPER_L4PROTO, helper.l4proto());
    } else if (data instanceof ObjectData.CtTimeout timeout) {
      out.putU16be(NFTA_CT_TIMEOUT_L3PROTO, timeout.l3proto());
      out.putU8(NFTA_CT_TIMEOUT_L4PROTO, timeout.l4proto());
      int nest = out.startNested(NFTA_CT_TIMEOUT_DATA);
      timeout.seconds().forEach(out::putU32be);
      out.endNested(nest);
    } else if (data instanceof ObjectData.CtExpectation expectation) {
      out.putU16be(NFTA_CT_EXPECT_L3PROTO, expectation.l3proto());
      out.putU8(NFTA_CT_EXPECT_L4PROTO, expectation.l4proto());
      out.putU16be(NFTA_CT_EXPECT_DPORT, expectation.port());
      // The only numbers of nf_tables in host order: nft_ct_expect_obj_init().
      out.putBytes(NFTA_CT_EXPECT_TIMEOUT, Bytes.ofHostU32(expectation.timeout()));
      out.putU8(NFTA_CT_EXPECT_SIZE, expectation.size());
    } else if (data instanceof ObjectData.Secmark secmark) {
      out.putString(NFTA_SECMARK_CTX, secmark.context());
    } else if (data instanceof ObjectData.Tunnel tunnel) {
      TunnelCodec.write(out, tunnel);
    }
  }

  private static Optional<ObjectData> decode(int type, Fields in) {
    return switch (type) {
      case NftObject.CT_HELPER ->
          Optional.of(
              new ObjectData.CtHelper(
                  in.string(NFTA_CT_HELPER_NAME),
                  in.optionalU16(NFTA_CT_HELPER_L3PROTO).orElse(0),
                  in.u8(NFTA_CT_HELPER_L4PROTO)));
      case NftObject.CT_TIMEOUT -> Optional.of(timeout(in));
      case NftObject.CT_EXPECT -> {
        Bytes milliseconds = in.raw(NFTA_CT_EXPECT_TIMEOUT);
        in.require(milliseconds.length() == 4);
        yield Optional.of(
            new ObjectData.CtExpectation(
                in.optionalU16(NFTA_CT_EXPECT_L3PROTO).orElse(0),
                in.u8(NFTA_CT_EXPECT_L4PROTO),
                in.u16(NFTA_CT_EXPECT_DPORT),
                Fields.hostU32(milliseconds),
                in.u8(NFTA_CT_EXPECT_SIZE)));
      }
      case NftObject.SECMARK -> Optional.of(new ObjectData.Secmark(in.string(NFTA_SECMARK_CTX)));
      case NftObject.TUNNEL -> Optional.of(TunnelCodec.read(in));
      default -> Optional.empty();
    };
  }

  private static ObjectData.CtTimeout timeout(Fields in) {
    Map<Integer, Integer> seconds = new TreeMap<>();
    AttributeReader states = in.reader(NFTA_CT_TIMEOUT_DATA);
    while (states.next()) {
      seconds.put(states.type(), states.u32be());
    }
    return new ObjectData.CtTimeout(
        in.u16(NFTA_CT_TIMEOUT_L3PROTO), in.u8(NFTA_CT_TIMEOUT_L4PROTO), seconds);
  }

  private static Bytes written(MessageWriter out) {
    byte[] raw = new byte[out.position()];
    out.buffer().get(0, raw);
    return Bytes.of(raw);
  }

  private static AttributeReader reader(Bytes payload) {
    ByteBuffer buffer = ByteBuffer.allocate(payload.length()).order(ByteOrder.nativeOrder());
    payload.putTo(buffer);
    return new AttributeReader(buffer, 0, payload.length());
  }
}
