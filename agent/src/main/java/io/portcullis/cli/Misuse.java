package io.portcullis.cli;

/** How a command says that its arguments make no sense together. */
interface Misuse {

  /** To be thrown, with what is wrong. */
  RuntimeException because(String message);
}
