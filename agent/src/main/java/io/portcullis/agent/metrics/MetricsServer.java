package io.portcullis.agent.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.portcullis.policy.load.DaemonSettings.Listen;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}, {@code /live} and {@code /ready}: 200, or 503 with the reason. One
 * request at a time.
 */
public final class MetricsServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final int BACKLOG = 16;

  private final HttpServer server;
  private final ExecutorService executor;

  private MetricsServer(HttpServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  /** What is served. */
  public interface Health {

    /** Why it does not live; empty if it does. */
    Optional<String> dead();

    /** Why it is not ready; empty if it is. */
    Optional<String> notReady();
  }

  /**
   * Starts it, in the calling thread's network namespace.
   *
   * @param hits read at each scrape
   * @throws IOException if it cannot listen there
   */
  public static MetricsServer start(
      Listen listen, Metrics metrics, Supplier<Optional<Hits>> hits, Health health)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(listen.address(), listen.port()), BACKLOG);
    ExecutorService executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "metrics");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(executor);
    route(server, "/metrics", () -> new Answer(200, PROMETHEUS, metrics.scrape(hits.get())));
    route(server, "/live", () -> health(health.dead()));
    route(server, "/ready", () -> health(health.notReady()));
    server.start();
    return new MetricsServer(server, executor);
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private record Answer(int code, String type, String text) {}

  private static Answer health(Optional<String> problem) {
    return problem
        .map(why -> new Answer(503, TEXT, why + "\n"))
        .orElse(new Answer(200, TEXT, "ok\n"));
  }

  private static void route(HttpServer server, String path, Supplier<Answer> supplier) {
    var unused = server.createContext(path, exchange -> answer(exchange, path, supplier));
  }

  private static void answer(HttpExchange exchange, String path, Supplier<Answer> supplier)
      throws IOException {
    try (exchange) {
      Answer answer;
      if (!exchange.getRequestURI().getPath().equals(path)) {
        answer = new Answer(404, TEXT, "there are /metrics, /live and /ready\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        answer = new Answer(405, TEXT, "only GET\n");
      } else {
        answer = supplied(supplier);
      }
      byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.code(), body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  private static Answer supplied(Supplier<Answer> supplier) {
    try {
      return supplier.get();
    } catch (RuntimeException e) {
      LOG.warn("metrics cannot be read: {}", e.getMessage());
      return new Answer(500, TEXT, "metrics cannot be read\n");
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
