package io.portcullis.policy.load;

import com.sun.management.ThreadMXBean;
import io.portcullis.policy.SourcePosition;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the fuzzer calls: takes its input for a text of policy, and for a configuration, and holds
 * reading to three promises. It throws nothing but {@link InvalidPolicyException}, with problems
 * that stand somewhere in the text; it allocates at most {@link #FACTOR} times the input and {@link
 * #CONSTANT} bytes; and the same text is read the same again.
 */
public final class LoaderFuzz {

  /**
   * The smallest thing is a flow sequence's comma, for which the parser makes a token, two events
   * with two marks each, and a node.
   */
  static final int FACTOR = 4096;

  /** The parser's buffers, exceptions with their stack, and a first address to be parsed. */
  static final int CONSTANT = 4 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private LoaderFuzz() {}

  /** One run. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    SourceText source = new SourceText("fuzz", text);
    long bound = (long) FACTOR * input.length + CONSTANT;
    long allocated = allocated(source);
    if (allocated > bound) {
      // The first time, classes were loaded on the way.
      allocated = Math.min(allocated, allocated(source));
    }
    if (allocated > bound) {
      throw new IllegalStateException(
          input.length + " bytes made the loader allocate " + allocated);
    }
    if (!policy(source).equals(policy(source)) || !settings(source).equals(settings(source))) {
      throw new IllegalStateException("read twice, it is two things");
    }
  }

  private static long allocated(SourceText source) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Object unused = policy(source);
    unused = settings(source);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static Object policy(SourceText source) {
    try {
      return PolicyLoader.load(List.of(source));
    } catch (InvalidPolicyException e) {
      return told(e, source);
    }
  }

  private static Object settings(SourceText source) {
    try {
      return SettingsLoader.load(source);
    } catch (InvalidPolicyException e) {
      return told(e, source);
    }
  }

  private static List<Problem> told(InvalidPolicyException e, SourceText source) {
    if (e.problems().isEmpty()) {
      throw new IllegalStateException("refused without a reason");
    }
    long lines = source.text().lines().count() + 1;
    for (Problem problem : e.problems()) {
      SourcePosition at = problem.position();
      boolean somewhere =
          at.source().equals("fuzz") && at.line() >= 1 && at.column() >= 1 && at.line() <= lines;
      if (!somewhere || problem.message().isBlank() || problem.message().contains("\n")) {
        throw new IllegalStateException("badly told: " + problem);
      }
    }
    return e.problems();
  }
}
