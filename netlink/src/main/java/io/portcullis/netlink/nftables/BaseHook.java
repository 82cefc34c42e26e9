package io.portcullis.netlink.nftables;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a base chain is attached: {@code NFTA_CHAIN_TYPE}, {@code NFTA_CHAIN_HOOK} and {@code
 * NFTA_CHAIN_POLICY}.
 *
 * @param type {@code filter}, {@code nat} or {@code route}
 * @param hooknum {@code NF_INET_PRE_ROUTING} and so on
 * @param priority lower runs earlier; signed
 * @param policy {@code NF_ACCEPT} or {@code NF_DROP}
 * @param devices for netdev chains and inet ingress; several from Linux 5.5 on
 */
public record BaseHook(
    String type, int hooknum, int priority, ChainPolicy policy, List<HookDevice> devices) {

  public BaseHook {
    devices = List.copyOf(devices);
  }

  /** With one device or none. */
  public BaseHook(
      String type, int hooknum, int priority, ChainPolicy policy, Optional<String> device) {
    this(type, hooknum, priority, policy, device.map(HookDevice::of).stream().toList());
  }

  /** {@code NF_INET_PRE_ROUTING}. */
  public static final int PRE_ROUTING = 0;

  /** {@code NF_INET_LOCAL_IN}. */
  public static final int LOCAL_IN = 1;

  /** {@code NF_INET_FORWARD}. */
  public static final int FORWARD = 2;

  /** {@code NF_INET_LOCAL_OUT}. */
  public static final int LOCAL_OUT = 3;

  /** {@code NF_INET_POST_ROUTING}. */
  public static final int POST_ROUTING = 4;

  /** What happens to a packet that no rule decided. */
  public enum ChainPolicy {
    /** {@code NF_DROP}, 0. */
    DROP(0),
    /** {@code NF_ACCEPT}, 1. */
    ACCEPT(1);

    private final int value;

    ChainPolicy(int value) {
      this.value = value;
    }

    /** The kernel's number. */
    public int value() {
      return value;
    }

    /** The one with that number, if there is one. */
    public static Optional<ChainPolicy> of(int value) {
      return Arrays.stream(values()).filter(known -> known.value == value).findFirst();
    }
  }
}
