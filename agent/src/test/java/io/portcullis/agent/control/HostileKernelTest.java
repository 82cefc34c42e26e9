package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.netty.buffer.PooledByteBufAllocator;
import io.portcullis.api.v1.ControlGrpc;
import io.portcullis.api.v1.GetStatusRequest;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Certificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Those who mean ill are refused, it is logged, and others do not notice. */
class HostileKernelTest {

  /** What 1,000 connections, or one request, may cost. */
  private static final long MEMORY = 96L << 20;

  @TempDir private Path dir = Path.of("");
  @AutoClose private final NetworkNamespace namespace = NetworkNamespace.create("hostile");

  private RunningAgent start() throws Exception {
    return RunningAgent.in(dir, namespace, Optional.empty());
  }

  /** What this process uses, after a collection. */
  private static long memory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory()
        - runtime.freeMemory()
        + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  @Test
  void aThousandConnectionsThatSayNothingKeepNobodyOut() throws Exception {
    List<SocketChannel> silent = new ArrayList<>();
    Certificates issuer = new Certificates(dir.resolve("pki"));
    Certificates.Issued operator = issuer.issue("operator");
    try (TlsBed bed = new TlsBed(namespace, dir, Optional.empty(), issuer);
        AuditLog log = new AuditLog()) {
      assertThat(bed.agent.askAnew().getNode()).isEqualTo("node1");
      long before = memory();
      for (int i = 0; i < 1000; i++) {
        silent.add(
            SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), bed.port())));
      }

      assertThat(bed.agent.client().getStatus(GetStatusRequest.getDefaultInstance()).getNode())
          .isEqualTo("node1");
      // Nor does anybody outside keep people of this node from coming anew.
      assertThat(log.await("refused: 127.0.0.1:", "connections already")).isNotEmpty();
      assertThat(bed.agent.askAnew().getNode()).isEqualTo("node1");
      assertThat(memory() - before).isLessThan(MEMORY);

      for (SocketChannel channel : silent) {
        assertThat(ends(channel)).isTrue();
      }
      assertThat(bed.asks(bed.as(operator))).isEqualTo(Code.OK);
      assertThat(log.await("refused: 127.0.0.1:", "connections already")).isNotEmpty();
      assertThat(log.await("refused: 127.0.0.1:", "called nothing")).isNotEmpty();
      // A thousand lines would be a way to fill a disk.
      assertThat(log.lines().stream().filter(line -> line.contains("refused: ")))
          .hasSizeLessThan(500);
    } finally {
      for (SocketChannel channel : silent) {
        channel.close();
      }
    }
  }

  /** Reads until the agent hangs up, which blocks if it does not. */
  private static boolean ends(SocketChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocate(512);
    try {
      while (channel.read(buffer.clear()) >= 0) {
        // An alert, perhaps.
      }
    } catch (IOException e) {
      return true;
    }
    return true;
  }

  @Test
  void whoeverHasNoRightCertificateOrNoneIsLogged() throws Exception {
    Certificates issuer = new Certificates(dir.resolve("pki"));
    Certificates.Issued expired = issuer.issue("operator", "-startdate", "-9d", "-validity", "2");
    Certificates.Issued wrong = new Certificates(dir.resolve("others")).issue("stranger");
    try (TlsBed bed = new TlsBed(namespace, dir, Optional.empty(), issuer);
        AuditLog log = new AuditLog()) {
      assertThat(bed.asks(bed.as(expired))).isEqualTo(Code.UNAVAILABLE);
      assertThat(bed.asks(bed.as(wrong))).isEqualTo(Code.UNAVAILABLE);
      assertThat(
              log.await("refused: a certificate of operator", "validity check failed", "NotAfter"))
          .isNotEmpty();
      assertThat(log.await("refused: a certificate of stranger")).isNotEmpty();

      assertThat(bed.asks(InsecureChannelCredentials.create())).isEqualTo(Code.UNAVAILABLE);
      assertThat(log.await("refused: 127.0.0.1:", "called nothing")).isNotEmpty();
    }
  }

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private static Code call(RunningAgent agent, String method, byte[] message) {
    MethodDescriptor<byte[], byte[]> of =
        MethodDescriptor.<byte[], byte[]>newBuilder(BYTES, BYTES)
            .setFullMethodName("portcullis.control.v1.Control/" + method)
            .setType(MethodDescriptor.MethodType.UNARY)
            .build();
    try {
      byte[] unused =
          ClientCalls.blockingUnaryCall(
              agent.channel(),
              of,
              CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
              message);
      return Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  @Test
  void messagesThatAreNoneAreRefused() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] right = Requests.apply("team-a", Requests.deny("one", 30080)).build().toByteArray();
    try (RunningAgent agent = start();
        AuditLog log = new AuditLog();
        JavaLog java = new JavaLog()) {
      for (int i = 0; i < 300; i++) {
        byte[] message = new byte[1 + random.nextInt(64)];
        random.nextBytes(message);
        // A field of 2 GiB that is not there.
        byte[] cut = {0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07, 'a'};
        for (String method : List.of("Apply", "Delete", "Diff", "Explain", "Nothing")) {
          assertThat(call(agent, method, message))
              .as("seed %d: %s", seed, method)
              .isNotIn(Code.OK, Code.DEADLINE_EXCEEDED);
          assertThat(call(agent, method, cut)).as(method).isNotIn(Code.OK, Code.DEADLINE_EXCEEDED);
        }
      }
      assertThat(agent.store.current().number()).isZero();
      assertThat(
              log.await("refused: uid 0 (pid ", "control.v1.Control/Apply with what is no message"))
          .doesNotContain("\n");
      // No stack, wherever the library may have wanted it.
      assertThat(log.thrown()).isEmpty();
      assertThat(java.records()).isEmpty();
      assertThat(call(agent, "Apply", right)).isEqualTo(Code.OK);
    }
  }

  @Test
  void giantHeadersAreRefused() throws Exception {
    Metadata giant = new Metadata();
    giant.put(
        Metadata.Key.of("x", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(Limits.HEADER_BYTES));
    try (RunningAgent agent = start()) {
      var client =
          ControlGrpc.newBlockingStub(agent.channel())
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(giant))
              .withDeadlineAfter(20, TimeUnit.SECONDS);

      assertThat(
              Failing.call(() -> client.getStatus(GetStatusRequest.getDefaultInstance()))
                  .getStatus()
                  .getCode())
          .isNotEqualTo(Code.DEADLINE_EXCEEDED);
      assertThat(agent.client().getStatus(GetStatusRequest.getDefaultInstance()).getNode())
          .isEqualTo("node1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bomb", "merge", "sequences", "mappings", "flow", "keys", "scalar"})
  void textThatIsMadeToCostMuchIsRefusedAndCostsLittle(String how) throws Exception {
    String text =
        switch (how) {
          case "bomb" -> bomb("[%s]", ", ");
          case "merge" -> bomb("{<<: [%s]}", ", ");
          case "sequences" -> "- ".repeat(200_000) + "a";
          case "mappings" -> "{a: ".repeat(200_000) + "1" + "}".repeat(200_000);
          case "flow" -> "[".repeat(1_000_000);
          case "keys" -> "? ".repeat(200_000) + "a";
          default -> "kind: \"" + "\\u0061".repeat(1_000_000) + "\"\n";
        };
    try (RunningAgent agent = start()) {
      long before = memory();

      StatusRuntimeException e =
          Failing.call(() -> agent.client().apply(Requests.apply("team-a", text).build()));

      assertThat(e.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(e.getMessage()).contains("team-a:policy.yaml:");
      assertThat(memory() - before).isLessThan(MEMORY);
      assertThat(
              agent
                  .client()
                  .apply(Requests.apply("team-a", Requests.deny("one", 30080)).build())
                  .getRevision())
          .isEqualTo(1);
    }
  }

  /** Nine lines, each of which is nine times the one before. */
  private static String bomb(String list, String between) {
    StringBuilder out = new StringBuilder("a0: &a0 {x: y}\n");
    for (int i = 1; i < 10; i++) {
      String before = "*a" + (i - 1);
      out.append("a%d: &a%d ".formatted(i, i))
          .append(
              list.formatted(
                  String.join(
                      between,
                      List.of(
                          before, before, before, before, before, before, before, before, before))))
          .append('\n');
    }
    return out.toString();
  }
}
