package io.portcullis.netlink.nftables.codec;

/**
 * The attributes inside stateful objects, and of flowtables and traces, named and numbered as in
 * {@code linux/netfilter/nf_tables.h}; {@code native/uapi-probe} holds them to it.
 */
public final class ObjectDataAttributes {

  // enum nft_secmark_attributes
  public static final int NFTA_SECMARK_CTX = 1;

  // enum nft_ct_helper_attributes
  public static final int NFTA_CT_HELPER_NAME = 1;
  public static final int NFTA_CT_HELPER_L3PROTO = 2;
  public static final int NFTA_CT_HELPER_L4PROTO = 3;

  // enum nft_ct_timeout_timeout_attributes
  public static final int NFTA_CT_TIMEOUT_L3PROTO = 1;
  public static final int NFTA_CT_TIMEOUT_L4PROTO = 2;
  public static final int NFTA_CT_TIMEOUT_DATA = 3;

  // enum nft_ct_expectation_attributes
  public static final int NFTA_CT_EXPECT_L3PROTO = 1;
  public static final int NFTA_CT_EXPECT_L4PROTO = 2;
  public static final int NFTA_CT_EXPECT_DPORT = 3;
  public static final int NFTA_CT_EXPECT_TIMEOUT = 4;
  public static final int NFTA_CT_EXPECT_SIZE = 5;

  // enum nft_tunnel_key_attributes
  public static final int NFTA_TUNNEL_KEY_ID = 1;
  public static final int NFTA_TUNNEL_KEY_IP = 2;
  public static final int NFTA_TUNNEL_KEY_IP6 = 3;
  public static final int NFTA_TUNNEL_KEY_FLAGS = 4;
  public static final int NFTA_TUNNEL_KEY_TOS = 5;
  public static final int NFTA_TUNNEL_KEY_TTL = 6;
  public static final int NFTA_TUNNEL_KEY_SPORT = 7;
  public static final int NFTA_TUNNEL_KEY_DPORT = 8;
  public static final int NFTA_TUNNEL_KEY_OPTS = 9;

  // enum nft_tunnel_key_ip_attributes
  public static final int NFTA_TUNNEL_KEY_IP_SRC = 1;
  public static final int NFTA_TUNNEL_KEY_IP_DST = 2;

  // enum nft_tunnel_ip6_attributes
  public static final int NFTA_TUNNEL_KEY_IP6_SRC = 1;
  public static final int NFTA_TUNNEL_KEY_IP6_DST = 2;
  public static final int NFTA_TUNNEL_KEY_IP6_FLOWLABEL = 3;

  // enum nft_flowtable_attributes
  public static final int NFTA_FLOWTABLE_TABLE = 1;
  public static final int NFTA_FLOWTABLE_NAME = 2;
  public static final int NFTA_FLOWTABLE_HOOK = 3;
  public static final int NFTA_FLOWTABLE_USE = 4;
  public static final int NFTA_FLOWTABLE_HANDLE = 5;
  public static final int NFTA_FLOWTABLE_PAD = 6;
  public static final int NFTA_FLOWTABLE_FLAGS = 7;

  // enum nft_flowtable_hook_attributes
  public static final int NFTA_FLOWTABLE_HOOK_NUM = 1;
  public static final int NFTA_FLOWTABLE_HOOK_PRIORITY = 2;
  public static final int NFTA_FLOWTABLE_HOOK_DEVS = 3;

  // enum nft_devices_attributes

  // enum nft_trace_attributes
  public static final int NFTA_TRACE_TABLE = 1;
  public static final int NFTA_TRACE_CHAIN = 2;
  public static final int NFTA_TRACE_RULE_HANDLE = 3;
  public static final int NFTA_TRACE_TYPE = 4;
  public static final int NFTA_TRACE_VERDICT = 5;
  public static final int NFTA_TRACE_ID = 6;
  public static final int NFTA_TRACE_LL_HEADER = 7;
  public static final int NFTA_TRACE_NETWORK_HEADER = 8;
  public static final int NFTA_TRACE_TRANSPORT_HEADER = 9;
  public static final int NFTA_TRACE_IIF = 10;
  public static final int NFTA_TRACE_IIFTYPE = 11;
  public static final int NFTA_TRACE_OIF = 12;
  public static final int NFTA_TRACE_OIFTYPE = 13;
  public static final int NFTA_TRACE_MARK = 14;
  public static final int NFTA_TRACE_NFPROTO = 15;
  public static final int NFTA_TRACE_POLICY = 16;
  public static final int NFTA_TRACE_PAD = 17;
  public static final int NFTA_TRACE_CT_ID = 18;
  public static final int NFTA_TRACE_CT_DIRECTION = 19;
  public static final int NFTA_TRACE_CT_STATUS = 20;
  public static final int NFTA_TRACE_CT_STATE = 21;

  private ObjectDataAttributes() {}
}
