package io.portcullis.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Trees of maps, lists, texts, numbers and booleans as JSON, for scripts. */
final class Json {

  private Json() {}

  /** A tree from JSON that the agent gave. */
  static Map<String, Object> tree(String json) {
    try {
      return JSON.std.mapFrom(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Indented, ended by a newline. */
  static String text(Object tree) {
    try {
      return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(tree) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
