package io.portcullis.agent;

import java.util.Optional;
import java.util.function.Supplier;

/** A value that is worked out when it is first asked for; who asks meanwhile waits for it. */
final class Once<T> {

  private final Supplier<T> how;
  private Optional<T> known = Optional.empty();

  Once(Supplier<T> how) {
    this.how = how;
  }

  synchronized T get() {
    T value = known.orElseGet(how);
    known = Optional.of(value);
    return value;
  }
}
