package io.portcullis.netlink.nftables.codec;

/**
 * The attributes of the expressions that are modelled, named and numbered as in {@code
 * linux/netfilter/nf_tables.h}; {@code native/uapi-probe} holds them to it.
 */
public final class ExpressionAttributes {

  // enum nft_immediate_attributes
  public static final int NFTA_IMMEDIATE_DREG = 1;
  public static final int NFTA_IMMEDIATE_DATA = 2;

  // enum nft_bitwise_attributes
  public static final int NFTA_BITWISE_SREG = 1;
  public static final int NFTA_BITWISE_DREG = 2;
  public static final int NFTA_BITWISE_LEN = 3;
  public static final int NFTA_BITWISE_MASK = 4;
  public static final int NFTA_BITWISE_XOR = 5;
  public static final int NFTA_BITWISE_OP = 6;
  public static final int NFTA_BITWISE_DATA = 7;
  public static final int NFTA_BITWISE_SREG2 = 8;

  // enum nft_cmp_attributes
  public static final int NFTA_CMP_SREG = 1;
  public static final int NFTA_CMP_OP = 2;
  public static final int NFTA_CMP_DATA = 3;

  // enum nft_range_attributes
  public static final int NFTA_RANGE_SREG = 1;
  public static final int NFTA_RANGE_OP = 2;
  public static final int NFTA_RANGE_FROM_DATA = 3;
  public static final int NFTA_RANGE_TO_DATA = 4;

  // enum nft_lookup_attributes
  public static final int NFTA_LOOKUP_SET = 1;
  public static final int NFTA_LOOKUP_SREG = 2;
  public static final int NFTA_LOOKUP_DREG = 3;
  public static final int NFTA_LOOKUP_SET_ID = 4;
  public static final int NFTA_LOOKUP_FLAGS = 5;

  // enum nft_payload_attributes
  public static final int NFTA_PAYLOAD_DREG = 1;
  public static final int NFTA_PAYLOAD_BASE = 2;
  public static final int NFTA_PAYLOAD_OFFSET = 3;
  public static final int NFTA_PAYLOAD_LEN = 4;
  public static final int NFTA_PAYLOAD_SREG = 5;
  public static final int NFTA_PAYLOAD_CSUM_TYPE = 6;
  public static final int NFTA_PAYLOAD_CSUM_OFFSET = 7;
  public static final int NFTA_PAYLOAD_CSUM_FLAGS = 8;

  // enum nft_meta_attributes
  public static final int NFTA_META_DREG = 1;
  public static final int NFTA_META_KEY = 2;
  public static final int NFTA_META_SREG = 3;

  // enum nft_ct_attributes
  public static final int NFTA_CT_DREG = 1;
  public static final int NFTA_CT_KEY = 2;
  public static final int NFTA_CT_DIRECTION = 3;
  public static final int NFTA_CT_SREG = 4;

  // enum nft_limit_attributes
  public static final int NFTA_LIMIT_RATE = 1;
  public static final int NFTA_LIMIT_UNIT = 2;
  public static final int NFTA_LIMIT_BURST = 3;
  public static final int NFTA_LIMIT_TYPE = 4;
  public static final int NFTA_LIMIT_FLAGS = 5;
  public static final int NFTA_LIMIT_PAD = 6;

  // enum nft_counter_attributes
  public static final int NFTA_COUNTER_BYTES = 1;
  public static final int NFTA_COUNTER_PACKETS = 2;
  public static final int NFTA_COUNTER_PAD = 3;

  // enum nft_log_attributes
  public static final int NFTA_LOG_GROUP = 1;
  public static final int NFTA_LOG_PREFIX = 2;
  public static final int NFTA_LOG_SNAPLEN = 3;
  public static final int NFTA_LOG_QTHRESHOLD = 4;
  public static final int NFTA_LOG_LEVEL = 5;
  public static final int NFTA_LOG_FLAGS = 6;

  // enum nft_fib_attributes
  public static final int NFTA_FIB_DREG = 1;
  public static final int NFTA_FIB_RESULT = 2;
  public static final int NFTA_FIB_FLAGS = 3;

  // enum nft_exthdr_attributes
  public static final int NFTA_EXTHDR_DREG = 1;
  public static final int NFTA_EXTHDR_TYPE = 2;
  public static final int NFTA_EXTHDR_OFFSET = 3;
  public static final int NFTA_EXTHDR_LEN = 4;
  public static final int NFTA_EXTHDR_FLAGS = 5;
  public static final int NFTA_EXTHDR_OP = 6;
  public static final int NFTA_EXTHDR_SREG = 7;

  // enum nft_osf_attributes
  public static final int NFTA_OSF_DREG = 1;
  public static final int NFTA_OSF_TTL = 2;
  public static final int NFTA_OSF_FLAGS = 3;

  // enum nft_dynset_attributes
  public static final int NFTA_DYNSET_SET_NAME = 1;
  public static final int NFTA_DYNSET_SET_ID = 2;
  public static final int NFTA_DYNSET_OP = 3;
  public static final int NFTA_DYNSET_SREG_KEY = 4;
  public static final int NFTA_DYNSET_SREG_DATA = 5;
  public static final int NFTA_DYNSET_TIMEOUT = 6;
  public static final int NFTA_DYNSET_EXPR = 7;
  public static final int NFTA_DYNSET_PAD = 8;
  public static final int NFTA_DYNSET_FLAGS = 9;
  public static final int NFTA_DYNSET_EXPRESSIONS = 10;

  private ExpressionAttributes() {}
}
