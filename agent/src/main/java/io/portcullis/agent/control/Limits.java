package io.portcullis.agent.control;

/** What the control API takes at most; docs/api.md has the same numbers. */
final class Limits {

  /**
   * Of one request; less where the heap is small: reading one takes some eight times its size, and
   * {@link #CALL_THREADS} are read at once.
   */
  static final int MESSAGE_BYTES = (int) Math.min(32 << 20, Runtime.getRuntime().maxMemory() / 64);

  /** Of a request's headers. */
  static final int HEADER_BYTES = 16 << 10;

  static final int CALLS_PER_CONNECTION = 100;
  static final int CONNECTIONS = 256;

  /** For a connection to say something that is HTTP/2, and TLS before that. */
  static final int HANDSHAKE_SECONDS = 5;

  static final int IDLE_MINUTES = 15;
  static final int KEEP_ALIVE_SECONDS = 10;
  static final int TLS_CONNECTION_MINUTES = 60;

  /** How often certificates' files are looked at. */
  static final int CERTIFICATES_MILLIS = 2000;

  /** Calls that are worked on at once; waiting for the kernel takes no thread. */
  static final int CALL_THREADS = 4;

  private Limits() {}
}
