package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Notrack;
import io.portcullis.netlink.nftables.expr.Opaque;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code NFTA_EXPR_NAME} and {@code NFTA_EXPR_DATA}.
 *
 * <p>An expression is modelled only if its record says all that its bytes say; else it stays {@link
 * Opaque}. An absent {@code NFTA_EXPR_DATA} and an empty one are the same to the kernel, and here.
 */
public final class ExpressionCodec {

  private static final String NOTRACK = "notrack";
  private static final AttributeReader NOTHING = new AttributeReader(ByteBuffer.allocate(0), 0, 0);
  private static final Set<String> HOLDS_OTHERS = Set.of("dynset", "inner");
  private static final Formats FORMATS = formats();

  private ExpressionCodec() {}

  /** Writes a list of expressions as attribute {@code type}. */
  public static void encodeList(MessageWriter out, int type, List<Expression> expressions) {
    int list = out.startNested(type);
    for (Expression expression : expressions) {
      encode(out, NFTA_LIST_ELEM, expression);
    }
    out.endNested(list);
  }

  /** Writes one expression as attribute {@code type}. */
  public static void encode(MessageWriter out, int type, Expression expression) {
    int nest = out.startNested(type);
    out.putString(NFTA_EXPR_NAME, name(expression));
    if (expression instanceof Opaque opaque) {
      if (opaque.data().length() > 0) {
        Bytes data = DumpQuirks.taken(opaque.name(), opaque.data());
        out.putBytes(NFTA_EXPR_DATA | AttributeReader.NLA_F_NESTED, data);
      }
    } else if (!(expression instanceof Notrack)) {
      int data = out.startNested(NFTA_EXPR_DATA);
      format(expression).writer().write(out, expression);
      out.endNested(data);
    }
    out.endNested(nest);
  }

  /** Reads a list of expressions. */
  public static List<Expression> decodeList(AttributeReader list) {
    List<Expression> expressions = new ArrayList<>();
    while (list.next()) {
      if (list.type() != NFTA_LIST_ELEM) {
        throw new MalformedMessageException(
            "attribute " + list.type() + " in a list of expressions");
      }
      expressions.add(decode(list.nested()));
    }
    return expressions;
  }

  /** Reads one expression. */
  public static Expression decode(AttributeReader reader) {
    return decode(reader, true);
  }

  /**
   * Reads an expression that is part of another one: the kernel has no third level, so what would
   * hold one stays as bytes, and no input makes this go deep.
   */
  static Expression decodePart(AttributeReader reader) {
    return decode(reader, false);
  }

  private static Expression decode(AttributeReader reader, boolean outermost) {
    String name = "";
    Optional<AttributeReader> data = Optional.empty();
    Bytes raw = Bytes.EMPTY;
    while (reader.next()) {
      switch (reader.type()) {
        case NFTA_EXPR_NAME -> name = reader.string();
        case NFTA_EXPR_DATA -> {
          data = Optional.of(reader.nested());
          raw = reader.bytes();
        }
        default ->
            throw new MalformedMessageException("attribute " + reader.type() + " of an expression");
      }
    }
    if (name.isEmpty()) {
      throw new MalformedMessageException("an expression without a name");
    }
    if (name.equals(NOTRACK) && raw.length() == 0) {
      return new Notrack();
    }
    // masq and redir may have no attributes at all.
    Optional<Formats.Reader> format = FORMATS.reader(name);
    if (format.isEmpty() || (!outermost && HOLDS_OTHERS.contains(name))) {
      return new Opaque(name, raw);
    }
    Optional<Expression> modelled;
    try {
      modelled = format.get().read(data.orElse(NOTHING));
    } catch (MalformedMessageException | IllegalArgumentException e) {
      // What another version of the kernel means by these bytes is not ours to refuse; and a value
      // out of a record's bounds is no value of that record.
      modelled = Optional.empty();
    }
    return modelled.orElse(new Opaque(name, raw));
  }

  /** The kernel's name of an expression. */
  public static String name(Expression expression) {
    return expression instanceof Opaque opaque
        ? opaque.name()
        : expression instanceof Notrack ? NOTRACK : format(expression).name();
  }

  private static Formats.Format format(Expression expression) {
    return FORMATS
        .of(expression)
        .orElseThrow(() -> new IllegalStateException("no encoding of " + expression));
  }

  private static Formats formats() {
    Formats formats = new Formats();
    LoadCodec.register(formats);
    MatchCodec.register(formats);
    BitwiseCodec.register(formats);
    ArithmeticCodec.register(formats);
    StatementCodec.register(formats);
    StateCodec.register(formats);
    DynsetCodec.register(formats);
    ExthdrCodec.register(formats);
    NatCodec.register(formats);
    ForwardCodec.register(formats);
    SourceCodec.register(formats);
    ForeignCodec.register(formats);
    return formats;
  }
}
