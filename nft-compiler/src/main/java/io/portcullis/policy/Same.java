package io.portcullis.policy;

import java.util.List;

/** Whether values are the very same objects: then nothing about them changed, however large. */
public final class Same {

  private Same() {}

  /** True if it is one object. */
  public static boolean is(Object one, Object other) {
    return one == other;
  }

  /** True if the lists hold the same objects in the same order. */
  public static boolean all(List<?> some, List<?> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!is(some.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }
}
