package io.portcullis.integration.packets;

/** Destination ports, both ends included. */
record PortRange(int first, int last) {

  static PortRange of(int port) {
    return new PortRange(port, port);
  }

  boolean contains(int port) {
    return first <= port && port <= last;
  }

  /** As Calico writes it in YAML, with a separator that differs elsewhere. */
  String text(char separator) {
    return first == last ? Integer.toString(first) : first + String.valueOf(separator) + last;
  }
}
