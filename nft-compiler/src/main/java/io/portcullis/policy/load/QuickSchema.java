package io.portcullis.policy.load;

import java.util.Map;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.JsonSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * YAML's JSON schema, which asks several patterns what each value is: here not of those that it can
 * be seen of. Policy is mostly networks and names, and the patterns took more memory than all else
 * of a change.
 */
final class QuickSchema implements Schema {

  /** No truth value and no null is longer. */
  private static final int LONGEST_WORD = "false".length();

  private final Schema json = new JsonSchema();

  @Override
  public ScalarResolver getScalarResolver() {
    ScalarResolver patterns = json.getScalarResolver();
    return (value, implicit) -> isText(value) ? Tag.STR : patterns.resolve(value, implicit);
  }

  @Override
  public Map<Tag, ConstructNode> getSchemaTagConstructors() {
    return json.getSchemaTagConstructors();
  }

  /** True of what has a slash, as a number has not, and of long words; variables are left out. */
  private static boolean isText(String value) {
    if (value.isEmpty() || value.charAt(0) == '$') {
      return false;
    }
    return value.indexOf('/') >= 0
        || (value.length() > LONGEST_WORD && Character.isLetter(value.charAt(0)));
  }
}
