package io.portcullis.netlink.sys;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Takes capabilities from the calling thread, which never gets them back. */
public final class Privileges {

  /** {@code CAP_NET_ADMIN}. */
  public static final int CAP_NET_ADMIN = 12;

  /** {@code CAP_SYS_ADMIN}. */
  public static final int CAP_SYS_ADMIN = 21;

  private static final int LINUX_CAPABILITY_VERSION_3 = 0x20080522;

  private Privileges() {}

  /** capabilities(7), and signals to one thread. */
  public interface Calls {

    Calls INSTANCE = LibraryLoader.create(Calls.class).failImmediately().load("c");

    int capget(long header, long data);

    int capset(long header, long data);

    int tgkill(int process, int thread, int signal);
  }

  /** Capabilities belong to threads, so use a thread that ends with the test. */
  public static void dropFromThisThread(int capability) {
    // struct __user_cap_header_struct: version, pid; pid 0 is this thread. Then twice effective,
    // permitted, inheritable.
    Pointer header = Memory.allocateDirect(Runtime.getSystemRuntime(), 8, true);
    Pointer data = Memory.allocateDirect(Runtime.getSystemRuntime(), 24, true);
    header.putInt(0, LINUX_CAPABILITY_VERSION_3);
    check(Calls.INSTANCE.capget(header.address(), data.address()), "capget");
    for (long set = 0; set < 12; set += 4) {
      data.putInt(set, data.getInt(set) & ~(1 << capability));
    }
    check(Calls.INSTANCE.capset(header.address(), data.address()), "capset");
  }

  private static void check(int result, String call) {
    if (result != 0) {
      throw new SystemCallException(call, LibC.errno());
    }
  }
}
