package io.portcullis.compiler.transaction;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of chains and sets with a version: {@code endpoint-1}, {@code endpoint-1.2}, {@code
 * endpoint-1.3}. The compiler knows only the first kind. In the kernel the same object may be there
 * twice while one policy gives way to another, and whatever goes by the same name but for the
 * version stands for the same thing.
 *
 * <p>A dot, because {@code nft} reads it back in a name ({@code scanner.l}: letters, digits and
 * {@code / - _ .}), and because no name of the compiler ends in a dot and digits. Should one do so,
 * its first version is written out, so that nothing is read as a version that is none.
 */
final class VersionedName {

  private static final Pattern VERSIONED = Pattern.compile("(.+)\\.([1-9][0-9]{0,8})");

  private VersionedName() {}

  /** The name without its version. */
  static String logical(String physical) {
    Matcher matcher = VERSIONED.matcher(physical);
    return matcher.matches() ? matcher.group(1) : physical;
  }

  /** The name of one version, from 1. */
  static String of(String logical, int version) {
    boolean plain = version == 1 && !VERSIONED.matcher(logical).matches();
    return plain ? logical : logical + "." + version;
  }

  /** The name of the first version that nothing has yet. */
  static String fresh(String logical, Predicate<String> taken) {
    int version = 1;
    while (taken.test(of(logical, version))) {
      version++;
    }
    return of(logical, version);
  }
}
