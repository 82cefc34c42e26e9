package io.portcullis.agent.control;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What gets to the root of java.util.logging while this is open, which prints it, stacks and all.
 */
final class JavaLog extends Handler implements AutoCloseable {

  private final Logger root = Logger.getLogger("");
  private final List<String> records = new CopyOnWriteArrayList<>();

  JavaLog() {
    root.addHandler(this);
  }

  List<String> records() {
    return List.copyOf(records);
  }

  @Override
  public void publish(LogRecord told) {
    records.add(told.getLoggerName() + ": " + told.getMessage());
  }

  @Override
  public void flush() {
    // Nothing waits.
  }

  @Override
  public void close() {
    root.removeHandler(this);
  }
}
