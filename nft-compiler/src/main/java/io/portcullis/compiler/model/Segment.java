package io.portcullis.compiler.model;

/**
 * Neighbouring ports (or ICMP words, {@code type << 8 | code}) of one class.
 *
 * @param first 0 to 65535
 * @param last included
 * @param service their class
 */
public record Segment(int first, int last, ServiceClass service) {

  /** How many ports. */
  public int size() {
    return last - first + 1;
  }
}
