package io.portcullis.netlink.sys;

/**
 * Waits until every CPU has left what it was doing in the kernel under {@code rcu_read_lock()},
 * such as taking a packet through the ruleset.
 */
public final class GracePeriod {

  /** {@code MEMBARRIER_CMD_GLOBAL}, which is {@code synchronize_rcu()}. */
  private static final int MEMBARRIER_CMD_GLOBAL = 1;

  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;

  private GracePeriod() {}

  /**
   * Returns when every packet that was on its way when this was called has left the ruleset: some
   * 15 ms. By membarrier(2); where the kernel refuses that ({@code nohz_full}, a sandbox), by
   * closing a packet socket, at which {@code packet_release()} calls {@code synchronize_net()}.
   *
   * @throws SystemCallException if the kernel refuses both
   */
  public static void await() {
    long number = System.getProperty("os.arch", "").equals("aarch64") ? 283 : 324;
    if (LibC.INSTANCE.syscall(number, MEMBARRIER_CMD_GLOBAL, 0, 0) == 0) {
      return;
    }
    int fd = LibC.INSTANCE.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0);
    if (fd < 0) {
      throw new SystemCallException("membarrier, then socket(AF_PACKET)", LibC.errno());
    }
    int unused = LibC.INSTANCE.close(fd);
  }
}
