package io.portcullis.netlink.nftables.codec;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which expression of the kernel each record is, and who writes and reads it. Several records may
 * be one expression: what loads and what stores, for instance.
 */
final class Formats {

  /** Writes what is inside {@code NFTA_EXPR_DATA}. */
  interface Writer<E extends Expression> {
    void write(MessageWriter out, E expression);
  }

  /** Reads what is inside {@code NFTA_EXPR_DATA}; empty if no record says all of it. */
  interface Reader {
    Optional<Expression> read(AttributeReader data);
  }

  /** One kind of record: the expression's name, and how its attributes are written. */
  record Format(String name, Writer<Expression> writer) {}

  private final Map<Class<?>, Format> formats = new HashMap<>();
  private final Map<String, Reader> readers = new HashMap<>();

  /** The format of a record, if it is one of these. */
  Optional<Format> of(Expression expression) {
    return Optional.ofNullable(formats.get(expression.getClass()));
  }

  /** The reader of the kernel's expression {@code name}, if it is one of these. */
  Optional<Reader> reader(String name) {
    return Optional.ofNullable(readers.get(name));
  }

  <E extends Expression> void writes(Class<E> type, String name, Writer<E> writer) {
    formats.put(type, new Format(name, (out, each) -> writer.write(out, type.cast(each))));
  }

  void reads(String name, Reader reader) {
    readers.put(name, reader);
  }

  /**
   * An expression whose attributes are 1 to {@code last}; what {@code reader} does not ask for
   * makes it opaque.
   */
  void reads(String name, int last, Function<Fields, Expression> reader) {
    readers.put(
        name,
        data -> {
          Fields in = new Fields(data, last);
          Expression read = reader.apply(in);
          return in.faithful() ? Optional.of(read) : Optional.empty();
        });
  }

  /** A record that is all there is of its expression. */
  <E extends Expression> void both(
      Class<E> type, String name, int last, Writer<E> writer, Function<Fields, Expression> reader) {
    writes(type, name, writer);
    reads(name, last, reader);
  }
}
