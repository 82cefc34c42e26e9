package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Calls that are to fail. */
final class Failing {

  private Failing() {}

  /** What a call failed with; that it did is asserted. */
  static StatusRuntimeException call(ThrowingCallable call) {
    List<StatusRuntimeException> thrown = new ArrayList<>();
    assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, thrown::add);
    return thrown.get(0);
  }
}
