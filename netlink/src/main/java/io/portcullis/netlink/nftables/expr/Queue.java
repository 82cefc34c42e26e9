package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/** Hands the packet to a program: {@code nft_queue.c}. */
public sealed interface Queue extends Expression {

  /** {@link #flags}: accept the packet if no program listens. */
  int NFT_QUEUE_FLAG_BYPASS = 0x1;

  /** {@link #flags}: choose by CPU instead of by flow. */
  int NFT_QUEUE_FLAG_CPU_FANOUT = 0x2;

  /** {@code NFT_QUEUE_FLAG_*}. */
  int flags();

  /**
   * To one of several queues.
   *
   * @param number the first, 0 to 65535
   * @param total how many, at least 1
   */
  record Numbered(int number, int total, int flags) implements Queue {

    public Numbered {
      Checks.u16("the number of a queue", number);
      Checks.between("how many queues there are", total, 1, 0x10000L - number);
      Checks.between("how many queues there are", total, 1, 0xffff);
      Checks.between("the flags of queue", flags, 0, 3);
    }
  }

  /**
   * To the queue that a register names.
   *
   * @param sreg where its number is: 2 bytes, host order
   */
  record InRegister(Register sreg, int flags) implements Queue {

    public InRegister {
      Checks.between("the flags of queue", flags, 0, NFT_QUEUE_FLAG_BYPASS);
    }
  }
}
