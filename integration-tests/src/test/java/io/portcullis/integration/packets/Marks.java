package io.portcullis.integration.packets;

/** The bits of the packet mark that Calico uses, as its default mask deals them out. */
final class Marks {

  static final String ACCEPT = "0x10000";
  static final String PASS = "0x20000";
  static final String ACCEPT_OR_PASS = "0x30000";
  static final String DROP = "0x40000";

  /** How many jumps of a group there are to each return (felix/rules/endpoints.go). */
  static final int STRIDE = 5;

  private Marks() {}
}
