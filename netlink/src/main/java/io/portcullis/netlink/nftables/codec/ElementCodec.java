package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.List;
import java.util.Optional;

/** {@code NFTA_SET_ELEM_*}: one element. */
public final class ElementCodec {

  private ElementCodec() {}

  /** Writes one element as a {@code NFTA_LIST_ELEM}. */
  public static void encode(MessageWriter out, NftSetElem element) {
    int nest = out.startNested(NFTA_LIST_ELEM);
    key(out, element);
    if (element.data().isPresent()) {
      data(out, element.data().get());
    }
    if (element.timeout() != 0) {
      long never = 0;
      out.putU64be(
          NFTA_SET_ELEM_TIMEOUT, element.timeout() == NftSetElem.NEVER ? never : element.timeout());
    }
    if (element.expiration() != 0) {
      out.putU64be(NFTA_SET_ELEM_EXPIRATION, element.expiration());
    }
    if (element.expressions().size() == 1) {
      ExpressionCodec.encode(out, NFTA_SET_ELEM_EXPR, element.expressions().get(0));
    } else if (!element.expressions().isEmpty()) {
      ExpressionCodec.encodeList(out, NFTA_SET_ELEM_EXPRESSIONS, element.expressions());
    }
    TableCodec.userData(out, NFTA_SET_ELEM_USERDATA, element.userData());
    out.putUnknown(element.unknown());
    out.endNested(nest);
  }

  /** Writes what finds an element that is to be deleted. */
  public static void encodeKey(MessageWriter out, NftSetElem element) {
    int nest = out.startNested(NFTA_LIST_ELEM);
    key(out, element);
    out.endNested(nest);
  }

  private static void key(MessageWriter out, NftSetElem element) {
    if (element.flags() != 0) {
      out.putU32be(NFTA_SET_ELEM_FLAGS, element.flags());
    }
    if (element.key().length() > 0) {
      DataCodec.value(out, NFTA_SET_ELEM_KEY, element.key());
    }
    if (element.keyEnd().isPresent()) {
      DataCodec.value(out, NFTA_SET_ELEM_KEY_END, element.keyEnd().get());
    }
  }

  private static void data(MessageWriter out, ElementData data) {
    if (data instanceof ElementData.OfVerdict verdict) {
      DataCodec.verdict(out, NFTA_SET_ELEM_DATA, verdict.verdict());
    } else if (data instanceof ElementData.OfValue value) {
      DataCodec.value(out, NFTA_SET_ELEM_DATA, value.value());
    } else if (data instanceof ElementData.OfObject object) {
      out.putString(NFTA_SET_ELEM_OBJREF, object.name());
    }
  }

  /** Reads one element from the inside of its {@code NFTA_LIST_ELEM}. */
  public static NftSetElem decode(AttributeReader in) {
    Bytes key = Bytes.EMPTY;
    Optional<Bytes> keyEnd = Optional.empty();
    int flags = 0;
    Optional<ElementData> data = Optional.empty();
    long timeout = 0;
    long expiration = 0;
    List<Expression> expressions = List.of();
    UserData userData = UserData.NONE;
    Unknowns unknown = new Unknowns();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_SET_ELEM_KEY -> key = value(in.nested());
        case NFTA_SET_ELEM_KEY_END -> keyEnd = Optional.of(value(in.nested()));
        case NFTA_SET_ELEM_FLAGS -> flags = in.u32be();
        case NFTA_SET_ELEM_DATA -> data = Optional.of(data(in.nested()));
        case NFTA_SET_ELEM_OBJREF -> data = Optional.of(new ElementData.OfObject(in.string()));
        case NFTA_SET_ELEM_TIMEOUT -> {
          timeout = in.u64be();
          timeout = timeout == 0 ? NftSetElem.NEVER : timeout;
        }
        case NFTA_SET_ELEM_EXPIRATION -> expiration = in.u64be();
        case NFTA_SET_ELEM_EXPR -> expressions = List.of(ExpressionCodec.decode(in.nested()));
        case NFTA_SET_ELEM_EXPRESSIONS -> expressions = ExpressionCodec.decodeList(in.nested());
        case NFTA_SET_ELEM_USERDATA -> userData = TableCodec.userData(in.bytes());
        case NFTA_SET_ELEM_PAD -> {}
        default -> unknown.keep(in);
      }
    }
    return new NftSetElem(
        key, keyEnd, flags, data, timeout, expiration, expressions, userData, unknown.all());
  }

  private static Bytes value(AttributeReader in) {
    if (!in.next() || in.type() != NFTA_DATA_VALUE) {
      throw new MalformedMessageException("a key without NFTA_DATA_VALUE");
    }
    return in.bytes();
  }

  private static ElementData data(AttributeReader in) {
    if (!in.next()) {
      throw new MalformedMessageException("an element with empty data");
    }
    if (in.type() == NFTA_DATA_VALUE) {
      return new ElementData.OfValue(in.bytes());
    }
    if (in.type() != NFTA_DATA_VERDICT) {
      throw new MalformedMessageException("element data of kind " + in.type());
    }
    int code = 0;
    Optional<String> chain = Optional.empty();
    AttributeReader verdict = in.nested();
    while (verdict.next()) {
      switch (verdict.type()) {
        case NFTA_VERDICT_CODE -> code = verdict.u32be();
        case NFTA_VERDICT_CHAIN -> chain = Optional.of(verdict.string());
        default ->
            throw new MalformedMessageException("attribute " + verdict.type() + " of a verdict");
      }
    }
    return new ElementData.OfVerdict(new Verdict(code, chain));
  }
}
