package io.portcullis.agent.control;

import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What gRPC itself has to say, in the agent's own log and on one line. It logs by java.util.logging
 * and with the stack of whatever others made it meet; of what they did, {@link Refused} tells.
 */
final class GrpcLog extends Handler {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  /** Kept, since loggers that nobody keeps forget what they were told. */
  private static final java.util.logging.Logger GRPC =
      java.util.logging.Logger.getLogger("io.grpc");

  private final SimpleFormatter formatter = new SimpleFormatter();

  private GrpcLog() {}

  /** From now on, in this process. */
  static synchronized void shorten() {
    if (GRPC.getUseParentHandlers()) {
      GRPC.setUseParentHandlers(false);
      GRPC.setLevel(Level.SEVERE);
      GRPC.addHandler(new GrpcLog());
    }
  }

  @Override
  public void publish(LogRecord told) {
    String message = String.valueOf(formatter.formatMessage(told)).replaceAll("\\R", " ");
    LOG.atError()
        .log(
            "gRPC: {}{}",
            message,
            Optional.ofNullable(told.getThrown()).map(GrpcLog::why).orElse(""));
  }

  private static String why(Throwable thrown) {
    return ": " + thrown.toString().replaceAll("\\R", " ");
  }

  @Override
  public void flush() {
    // Each line goes out as it comes.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
