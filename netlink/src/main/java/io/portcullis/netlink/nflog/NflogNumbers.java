package io.portcullis.netlink.nflog;

/**
 * Numbers named as in {@code linux/netfilter/nfnetlink_log.h}; {@code native/uapi-probe} holds them
 * to it.
 */
final class NflogNumbers {

  static final int NFNL_SUBSYS_ULOG = 4;

  static final int NFULNL_MSG_PACKET = 0;
  static final int NFULNL_MSG_CONFIG = 1;

  static final int NFULA_CFG_CMD = 1;
  static final int NFULA_CFG_MODE = 2;
  static final int NFULA_CFG_QTHRESH = 5;
  static final int NFULA_CFG_FLAGS = 6;

  static final int NFULNL_CFG_CMD_BIND = 1;
  static final int NFULNL_COPY_PACKET = 2;
  static final int NFULNL_CFG_F_SEQ = 1;

  static final int NFULA_PACKET_HDR = 1;
  static final int NFULA_MARK = 2;
  static final int NFULA_TIMESTAMP = 3;
  static final int NFULA_IFINDEX_INDEV = 4;
  static final int NFULA_IFINDEX_OUTDEV = 5;
  static final int NFULA_PAYLOAD = 9;
  static final int NFULA_PREFIX = 10;
  static final int NFULA_SEQ = 12;

  private NflogNumbers() {}
}
