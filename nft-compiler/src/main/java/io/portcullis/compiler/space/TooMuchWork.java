package io.portcullis.compiler.space;

/** An analysis gave up at its limit; whoever set the limit says what was not done. */
public final class TooMuchWork extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TooMuchWork(long limit) {
    super("gave up after " + limit + " steps: the rules tell too many packets apart");
  }
}
