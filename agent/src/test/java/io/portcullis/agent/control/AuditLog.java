package io.portcullis.agent.control;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What is logged while this is open, the audit log included. */
final class AuditLog implements AutoCloseable {

  private final Logger logger = (Logger) LoggerFactory.getLogger("portcullis");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> thrown = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
          if (event.getThrowableProxy() != null) {
            thrown.add(event.getFormattedMessage());
          }
        }
      };

  AuditLog() {
    appender.start();
    logger.addAppender(appender);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Lines that came with a stack. */
  List<String> thrown() {
    return List.copyOf(thrown);
  }

  /** Waits until a line has all of that. */
  String await(String... parts) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      for (String line : lines) {
        if (List.of(parts).stream().allMatch(line::contains)) {
          return line;
        }
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("no line with " + List.of(parts) + " in " + lines);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    appender.stop();
  }
}
