package io.portcullis.compiler.transaction;

import java.io.Serial;

/**
 * What is held differs from what is wanted in a way that the kernel can only change by deleting the
 * table or its base chain, and that is never done behind anybody's back: it would open the node,
 * and drop the packets that wait in any queue of the namespace. The message is one line and says
 * what to do.
 */
public final class UnchangeableException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final String object;
  private final String property;

  UnchangeableException(String object, String property, Object held, Object wanted, String table) {
    super(
        object
            + ": the "
            + property
            + " is "
            + held
            + " and should be "
            + wanted
            + ", which the kernel cannot change in place; when the node may be without policy for a"
            + " moment, delete the table (nft delete "
            + table
            + ") and apply again");
    this.object = object;
    this.property = property;
  }

  /** Such as {@code chain prerouting of table inet portcullis}. */
  public String object() {
    return object;
  }

  /** What of it differs, such as {@code priority}. */
  public String property() {
    return property;
  }
}
