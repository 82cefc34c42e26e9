package io.portcullis.netlink.nftables.codec;

/**
 * The attributes of the expressions of which filters need few: translation, forwarding, state,
 * hashing. Named and numbered as in {@code linux/netfilter/nf_tables.h}, those of match and target
 * as in {@code nf_tables_compat.h}; {@code native/uapi-probe} holds them to it.
 */
public final class StatementAttributes {

  // enum nft_byteorder_attributes
  public static final int NFTA_BYTEORDER_SREG = 1;
  public static final int NFTA_BYTEORDER_DREG = 2;
  public static final int NFTA_BYTEORDER_OP = 3;
  public static final int NFTA_BYTEORDER_LEN = 4;
  public static final int NFTA_BYTEORDER_SIZE = 5;

  // enum nft_quota_attributes
  public static final int NFTA_QUOTA_BYTES = 1;
  public static final int NFTA_QUOTA_FLAGS = 2;
  public static final int NFTA_QUOTA_PAD = 3;
  public static final int NFTA_QUOTA_CONSUMED = 4;

  // enum nft_connlimit_attributes
  public static final int NFTA_CONNLIMIT_COUNT = 1;
  public static final int NFTA_CONNLIMIT_FLAGS = 2;

  // enum nft_last_attributes
  public static final int NFTA_LAST_SET = 1;
  public static final int NFTA_LAST_MSECS = 2;
  public static final int NFTA_LAST_PAD = 3;

  // enum nft_nat_attributes
  public static final int NFTA_NAT_TYPE = 1;
  public static final int NFTA_NAT_FAMILY = 2;
  public static final int NFTA_NAT_REG_ADDR_MIN = 3;
  public static final int NFTA_NAT_REG_ADDR_MAX = 4;
  public static final int NFTA_NAT_REG_PROTO_MIN = 5;
  public static final int NFTA_NAT_REG_PROTO_MAX = 6;
  public static final int NFTA_NAT_FLAGS = 7;

  // enum nft_masq_attributes
  public static final int NFTA_MASQ_FLAGS = 1;
  public static final int NFTA_MASQ_REG_PROTO_MIN = 2;
  public static final int NFTA_MASQ_REG_PROTO_MAX = 3;

  // enum nft_redir_attributes
  public static final int NFTA_REDIR_REG_PROTO_MIN = 1;
  public static final int NFTA_REDIR_REG_PROTO_MAX = 2;
  public static final int NFTA_REDIR_FLAGS = 3;

  // enum nft_reject_attributes
  public static final int NFTA_REJECT_TYPE = 1;
  public static final int NFTA_REJECT_ICMP_CODE = 2;

  // enum nft_rt_attributes
  public static final int NFTA_RT_DREG = 1;
  public static final int NFTA_RT_KEY = 2;

  // enum nft_socket_attributes
  public static final int NFTA_SOCKET_KEY = 1;
  public static final int NFTA_SOCKET_DREG = 2;
  public static final int NFTA_SOCKET_LEVEL = 3;

  // enum nft_hash_attributes
  public static final int NFTA_HASH_SREG = 1;
  public static final int NFTA_HASH_DREG = 2;
  public static final int NFTA_HASH_LEN = 3;
  public static final int NFTA_HASH_MODULUS = 4;
  public static final int NFTA_HASH_SEED = 5;
  public static final int NFTA_HASH_OFFSET = 6;
  public static final int NFTA_HASH_TYPE = 7;
  public static final int NFTA_HASH_SET_NAME = 8;
  public static final int NFTA_HASH_SET_ID = 9;

  // enum nft_ng_attributes
  public static final int NFTA_NG_DREG = 1;
  public static final int NFTA_NG_MODULUS = 2;
  public static final int NFTA_NG_TYPE = 3;
  public static final int NFTA_NG_OFFSET = 4;
  public static final int NFTA_NG_SET_NAME = 5;
  public static final int NFTA_NG_SET_ID = 6;

  // enum nft_objref_attributes
  public static final int NFTA_OBJREF_IMM_TYPE = 1;
  public static final int NFTA_OBJREF_IMM_NAME = 2;
  public static final int NFTA_OBJREF_SET_SREG = 3;
  public static final int NFTA_OBJREF_SET_NAME = 4;
  public static final int NFTA_OBJREF_SET_ID = 5;

  // enum nft_queue_attributes
  public static final int NFTA_QUEUE_NUM = 1;
  public static final int NFTA_QUEUE_TOTAL = 2;
  public static final int NFTA_QUEUE_FLAGS = 3;
  public static final int NFTA_QUEUE_SREG_QNUM = 4;

  // enum nft_dup_attributes
  public static final int NFTA_DUP_SREG_ADDR = 1;
  public static final int NFTA_DUP_SREG_DEV = 2;

  // enum nft_fwd_attributes
  public static final int NFTA_FWD_SREG_DEV = 1;
  public static final int NFTA_FWD_SREG_ADDR = 2;
  public static final int NFTA_FWD_NFPROTO = 3;

  // enum nft_tproxy_attributes
  public static final int NFTA_TPROXY_FAMILY = 1;
  public static final int NFTA_TPROXY_REG_ADDR = 2;
  public static final int NFTA_TPROXY_REG_PORT = 3;

  // enum nft_synproxy_attributes
  public static final int NFTA_SYNPROXY_MSS = 1;
  public static final int NFTA_SYNPROXY_WSCALE = 2;
  public static final int NFTA_SYNPROXY_FLAGS = 3;

  // enum nft_xfrm_attributes
  public static final int NFTA_XFRM_DREG = 1;
  public static final int NFTA_XFRM_KEY = 2;
  public static final int NFTA_XFRM_DIR = 3;
  public static final int NFTA_XFRM_SPNUM = 4;

  // enum nft_tunnel_attributes
  public static final int NFTA_TUNNEL_KEY = 1;
  public static final int NFTA_TUNNEL_DREG = 2;
  public static final int NFTA_TUNNEL_MODE = 3;

  // enum nft_offload_attributes
  public static final int NFTA_FLOW_TABLE_NAME = 1;

  // enum nft_inner_attributes
  public static final int NFTA_INNER_NUM = 1;
  public static final int NFTA_INNER_TYPE = 2;
  public static final int NFTA_INNER_FLAGS = 3;
  public static final int NFTA_INNER_HDRSIZE = 4;
  public static final int NFTA_INNER_EXPR = 5;

  // enum nft_match_attributes
  public static final int NFTA_MATCH_NAME = 1;
  public static final int NFTA_MATCH_REV = 2;
  public static final int NFTA_MATCH_INFO = 3;

  // enum nft_target_attributes
  public static final int NFTA_TARGET_NAME = 1;
  public static final int NFTA_TARGET_REV = 2;
  public static final int NFTA_TARGET_INFO = 3;

  private StatementAttributes() {}
}
