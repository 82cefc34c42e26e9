package io.portcullis.netlink.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.NetlinkSocket;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** System calls that signals interrupt. */
@Timeout(60)
final class InterruptedCallKernelTest {

  private static final int SIGURG = 23;
  private static final int SIGNALS = 20;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;

  @Test
  void aReceiveThatSignalsInterruptWaitsOnForItsDatagram() throws Exception {
    interrupt(descriptor -> descriptor.receive(ByteBuffer.allocateDirect(4096), 0));
  }

  @Test
  void aWaitThatSignalsInterruptWaitsOnForItsDatagram() throws Exception {
    interrupt(descriptor -> descriptor.await(TimeUnit.SECONDS.toNanos(30)) ? 1 : 0);
  }

  private static void interrupt(ToIntFunction<NetlinkDescriptor> call) throws Exception {
    AtomicInteger handled = new AtomicInteger();
    handleUrg(handled);
    AtomicInteger tid = new AtomicInteger();
    AtomicInteger received = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(1);
    try (NetworkNamespace namespace = NetworkNamespace.create("signals");
        NetlinkDescriptor descriptor =
            namespace.call(() -> NetlinkDescriptor.open(NetlinkSocket.NETLINK_NETFILTER))) {
      // Without a timeout the kernel itself would make the call again (signal(7)).
      ByteBuffer timeval = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
      timeval.putLong(0, 30);
      assertThat(descriptor.setOption(SOL_SOCKET, SO_RCVTIMEO, timeval)).isZero();
      Thread receiver =
          new Thread(
              () -> {
                tid.set(LibC.INSTANCE.gettid());
                started.countDown();
                received.set(call.applyAsInt(descriptor));
              });
      receiver.start();
      started.await();
      int process = (int) ProcessHandle.current().pid();
      for (int i = 0; i < SIGNALS; i++) {
        untilInACall(tid.get());
        int before = handled.get();
        assertThat(Privileges.Calls.INSTANCE.tgkill(process, tid.get(), SIGURG)).isZero();
        while (handled.get() == before) {
          Thread.onSpinWait();
        }
      }
      assertThat(receiver.isAlive()).isTrue();

      // Any answer will do: that there is no such message is one.
      MessageWriter out = new MessageWriter(64);
      out.startMessage(0x20, 1, 1);
      out.netfilterHeader(0, 0);
      out.endMessage();
      assertThat(descriptor.send(out.buffer(), out.position())).isEqualTo(out.position());
      receiver.join();

      assertThat(received).hasPositiveValue();
    }
  }

  private static void untilInACall(int tid) throws Exception {
    Path state = Path.of("/proc/self/task/" + tid + "/syscall");
    while (Files.readString(state).startsWith("running")) {
      Thread.onSpinWait();
    }
  }

  /** By reflection, since the compiler warns of this class and can not be told not to. */
  private static void handleUrg(AtomicInteger handled) throws Exception {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object counting =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> method.getName().equals("handle") ? count(handled) : 0);
    Object unused =
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance("URG"), counting);
  }

  private static Object count(AtomicInteger handled) {
    return handled.incrementAndGet();
  }
}
