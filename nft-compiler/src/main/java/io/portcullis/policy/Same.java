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
    if (is(some, others)) {
      return true;
    }
    if (some.size() != others.size()) {
      return false;
    }
    // Lists are of many kinds, and to ask two of them for each thing takes longer than a copy.
    Object[] one = some.toArray();
    Object[] other = others.toArray();
    for (int i = 0; i < one.length; i++) {
      if (!is(one[i], other[i])) {
        return false;
      }
    }
    return true;
  }
}
