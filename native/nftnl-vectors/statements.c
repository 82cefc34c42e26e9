/* Rules of the other expressions. */
#include "vectors.h"

static expr *u64(expr *e, int attribute, uint64_t value)
{
	nftnl_expr_set_u64(e, attribute, value);
	return e;
}

static expr *u16(expr *e, int attribute, uint16_t value)
{
	nftnl_expr_set_u16(e, attribute, value);
	return e;
}

static expr *u8(expr *e, int attribute, uint8_t value)
{
	nftnl_expr_set_u8(e, attribute, value);
	return e;
}

static expr *str(expr *e, int attribute, const char *value)
{
	nftnl_expr_set_str(e, attribute, value);
	return e;
}

static expr *data(expr *e, int attribute, const void *value, int length)
{
	nftnl_expr_set(e, attribute, value, length);
	return e;
}

/* NFT_BITWISE_*, newer than the headers of Debian 12, whose libnftnl encodes what has no second register. */
enum { BITWISE_AND = 3, BITWISE_OR, BITWISE_XOR };

static void arithmetic(void)
{
	one("rule-byteorder", words("byteorder", NFTNL_EXPR_BYTEORDER_SREG, 1, NFTNL_EXPR_BYTEORDER_DREG, 2,
				    NFTNL_EXPR_BYTEORDER_OP, NFT_BYTEORDER_HTON, NFTNL_EXPR_BYTEORDER_LEN, 4,
				    NFTNL_EXPR_BYTEORDER_SIZE, 2, -1));
	one("rule-shift", data(words("bitwise", NFTNL_EXPR_BITWISE_SREG, 1, NFTNL_EXPR_BITWISE_DREG, 2, NFTNL_EXPR_BITWISE_OP,
				     NFT_BITWISE_LSHIFT, NFTNL_EXPR_BITWISE_LEN, 4, -1),
			       NFTNL_EXPR_BITWISE_DATA, "\x03\x00\x00\x00", 4));
	for (int op = BITWISE_AND; op <= BITWISE_XOR; op++) {
		static const char *const names[] = {"rule-and", "rule-or", "rule-xor"};

		one(names[op - BITWISE_AND],
		    data(words("bitwise", NFTNL_EXPR_BITWISE_SREG, 1, NFTNL_EXPR_BITWISE_DREG, 2, NFTNL_EXPR_BITWISE_OP, op,
			       NFTNL_EXPR_BITWISE_LEN, 4, -1),
			 NFTNL_EXPR_BITWISE_DATA, "\xff\xff\xff\x00", 4));
	}
	one("rule-numgen", words("numgen", NFTNL_EXPR_NG_DREG, 1, NFTNL_EXPR_NG_MODULUS, 7, NFTNL_EXPR_NG_TYPE, NFT_NG_RANDOM,
				 NFTNL_EXPR_NG_OFFSET, 3, -1));
	one("rule-hash", words("hash", NFTNL_EXPR_HASH_SREG, 1, NFTNL_EXPR_HASH_DREG, 2, NFTNL_EXPR_HASH_LEN, 8,
			       NFTNL_EXPR_HASH_MODULUS, 16, NFTNL_EXPR_HASH_SEED, 0xdeadbeef, NFTNL_EXPR_HASH_OFFSET, 2,
			       NFTNL_EXPR_HASH_TYPE, NFT_HASH_JENKINS, -1));
	one("rule-symhash", words("hash", NFTNL_EXPR_HASH_DREG, 2, NFTNL_EXPR_HASH_MODULUS, 5, NFTNL_EXPR_HASH_OFFSET, 9,
				  NFTNL_EXPR_HASH_TYPE, NFT_HASH_SYM, -1));
}

static void writes(void)
{
	one("rule-meta-set", words("meta", NFTNL_EXPR_META_SREG, 1, NFTNL_EXPR_META_KEY, NFT_META_MARK, -1));
	one("rule-ct-set", words("ct", NFTNL_EXPR_CT_SREG, 1, NFTNL_EXPR_CT_KEY, NFT_CT_MARK, -1));
	one("rule-payload-set",
	    words("payload", NFTNL_EXPR_PAYLOAD_SREG, 1, NFTNL_EXPR_PAYLOAD_BASE, NFT_PAYLOAD_NETWORK_HEADER,
		  NFTNL_EXPR_PAYLOAD_OFFSET, 12, NFTNL_EXPR_PAYLOAD_LEN, 4, NFTNL_EXPR_PAYLOAD_CSUM_TYPE,
		  NFT_PAYLOAD_CSUM_INET, NFTNL_EXPR_PAYLOAD_CSUM_OFFSET, 10, NFTNL_EXPR_PAYLOAD_FLAGS,
		  NFT_PAYLOAD_L4CSUM_PSEUDOHDR, -1));
	one("rule-exthdr-set", u8(words("exthdr", NFTNL_EXPR_EXTHDR_SREG, 1, NFTNL_EXPR_EXTHDR_OFFSET, 2, NFTNL_EXPR_EXTHDR_LEN, 2,
					NFTNL_EXPR_EXTHDR_OP, NFT_EXTHDR_OP_TCPOPT, -1),
				  NFTNL_EXPR_EXTHDR_TYPE, 2));
	one("rule-exthdr", u8(words("exthdr", NFTNL_EXPR_EXTHDR_DREG, 1, NFTNL_EXPR_EXTHDR_OFFSET, 2, NFTNL_EXPR_EXTHDR_LEN, 2,
				    NFTNL_EXPR_EXTHDR_OP, NFT_EXTHDR_OP_TCPOPT, NFTNL_EXPR_EXTHDR_FLAGS, NFT_EXTHDR_F_PRESENT,
				    -1),
			      NFTNL_EXPR_EXTHDR_TYPE, 44));
}

static void states(void)
{
	expr *e;

	one("rule-quota", u64(u64(words("quota", NFTNL_EXPR_QUOTA_FLAGS, NFT_QUOTA_F_INV, -1), NFTNL_EXPR_QUOTA_BYTES, 1000),
			      NFTNL_EXPR_QUOTA_CONSUMED, 7));
	one("rule-connlimit", words("connlimit", NFTNL_EXPR_CONNLIMIT_COUNT, 10, NFTNL_EXPR_CONNLIMIT_FLAGS, NFT_CONNLIMIT_F_INV,
				    -1));
	one("rule-last", u64(words("last", NFTNL_EXPR_LAST_SET, 1, -1), NFTNL_EXPR_LAST_MSECS, 90000));
	one("rule-objref", str(words("objref", NFTNL_EXPR_OBJREF_IMM_TYPE, NFT_OBJECT_COUNTER, -1), NFTNL_EXPR_OBJREF_IMM_NAME,
			       "hits"));
	one("rule-objref-map", str(words("objref", NFTNL_EXPR_OBJREF_SET_SREG, 1, -1), NFTNL_EXPR_OBJREF_SET_NAME, "hits"));
	one("rule-dynset", str(u64(words("dynset", NFTNL_EXPR_DYNSET_SREG_KEY, 1, NFTNL_EXPR_DYNSET_OP, NFT_DYNSET_OP_UPDATE,
					 NFTNL_EXPR_DYNSET_FLAGS, 0, -1),
				   NFTNL_EXPR_DYNSET_TIMEOUT, 30000),
			       NFTNL_EXPR_DYNSET_SET_NAME, "s"));

	e = str(words("dynset", NFTNL_EXPR_DYNSET_SREG_KEY, 1, NFTNL_EXPR_DYNSET_SREG_DATA, 2, NFTNL_EXPR_DYNSET_OP,
		      NFT_DYNSET_OP_ADD, NFTNL_EXPR_DYNSET_FLAGS, 0, -1),
		NFTNL_EXPR_DYNSET_SET_NAME, "s");
	nftnl_expr_add_expr(e, NFTNL_EXPR_DYNSET_EXPR, counter(0, 0));
	one("rule-dynset-counter", e);
	e = str(words("dynset", NFTNL_EXPR_DYNSET_SREG_KEY, 1, NFTNL_EXPR_DYNSET_OP, NFT_DYNSET_OP_ADD, NFTNL_EXPR_DYNSET_FLAGS,
		      NFT_DYNSET_F_EXPR | NFT_DYNSET_F_INV, -1),
		NFTNL_EXPR_DYNSET_SET_NAME, "s");
	nftnl_expr_add_expr(e, NFTNL_EXPR_DYNSET_EXPRESSIONS, counter(0, 0));
	nftnl_expr_add_expr(e, NFTNL_EXPR_DYNSET_EXPRESSIONS, limit(10, 1, 5, NFT_LIMIT_PKTS, 0));
	one("rule-dynset-two", e);
}

static void forwards(void)
{
	one("rule-snat", words("nat", NFTNL_EXPR_NAT_TYPE, NFT_NAT_SNAT, NFTNL_EXPR_NAT_FAMILY, NFPROTO_IPV4,
			       NFTNL_EXPR_NAT_REG_ADDR_MIN, 1, NFTNL_EXPR_NAT_REG_ADDR_MAX, 2, NFTNL_EXPR_NAT_REG_PROTO_MIN, 3,
			       NFTNL_EXPR_NAT_REG_PROTO_MAX, 4, NFTNL_EXPR_NAT_FLAGS,
			       NF_NAT_RANGE_PERSISTENT | NF_NAT_RANGE_MAP_IPS | NF_NAT_RANGE_PROTO_SPECIFIED, -1));
	one("rule-masq", words("masq", NFTNL_EXPR_MASQ_FLAGS, NF_NAT_RANGE_PROTO_RANDOM, -1));
	one("rule-redir", words("redir", NFTNL_EXPR_REDIR_REG_PROTO_MIN, 1, NFTNL_EXPR_REDIR_REG_PROTO_MAX, 2,
				NFTNL_EXPR_REDIR_FLAGS, NF_NAT_RANGE_PROTO_RANDOM | NF_NAT_RANGE_PROTO_SPECIFIED, -1));
	one("rule-tproxy", words("tproxy", NFTNL_EXPR_TPROXY_FAMILY, NFPROTO_IPV4, NFTNL_EXPR_TPROXY_REG_ADDR, 1,
				 NFTNL_EXPR_TPROXY_REG_PORT, 2, -1));
	one("rule-synproxy", u16(u8(words("synproxy", NFTNL_EXPR_SYNPROXY_FLAGS, 3, -1), NFTNL_EXPR_SYNPROXY_WSCALE, 7),
				 NFTNL_EXPR_SYNPROXY_MSS, 1460));
	one("rule-reject", u8(words("reject", NFTNL_EXPR_REJECT_TYPE, NFT_REJECT_ICMPX_UNREACH, -1), NFTNL_EXPR_REJECT_CODE, 3));
	one("rule-dup", words("dup", NFTNL_EXPR_DUP_SREG_ADDR, 1, NFTNL_EXPR_DUP_SREG_DEV, 2, -1));
	one("rule-fwd", words("fwd", NFTNL_EXPR_FWD_SREG_DEV, 1, NFTNL_EXPR_FWD_SREG_ADDR, 2, NFTNL_EXPR_FWD_NFPROTO,
			      NFPROTO_IPV4, -1));
	one("rule-queue", u16(u16(u16(nftnl_expr_alloc("queue"), NFTNL_EXPR_QUEUE_NUM, 3), NFTNL_EXPR_QUEUE_TOTAL, 2),
			      NFTNL_EXPR_QUEUE_FLAGS, NFT_QUEUE_FLAG_BYPASS));
	one("rule-queue-register", u16(words("queue", NFTNL_EXPR_QUEUE_SREG_QNUM, 1, -1), NFTNL_EXPR_QUEUE_FLAGS, 0));
	one("rule-flow-offload", str(nftnl_expr_alloc("flow_offload"), NFTNL_EXPR_FLOW_TABLE_NAME, "fast"));
}

static void sources(void)
{
	one("rule-rt", words("rt", NFTNL_EXPR_RT_DREG, 1, NFTNL_EXPR_RT_KEY, NFT_RT_NEXTHOP4, -1));
	one("rule-socket", words("socket", NFTNL_EXPR_SOCKET_DREG, 1, NFTNL_EXPR_SOCKET_KEY, NFT_SOCKET_CGROUPV2,
				 NFTNL_EXPR_SOCKET_LEVEL, 2, -1));
	one("rule-xfrm", u8(words("xfrm", NFTNL_EXPR_XFRM_DREG, 1, NFTNL_EXPR_XFRM_KEY, NFT_XFRM_KEY_REQID, NFTNL_EXPR_XFRM_SPNUM, 2,
				  -1),
			    NFTNL_EXPR_XFRM_DIR, 1));
	one("rule-osf", u8(words("osf", NFTNL_EXPR_OSF_DREG, 1, NFTNL_EXPR_OSF_FLAGS, NFT_OSF_F_VERSION, -1), NFTNL_EXPR_OSF_TTL,
			   2));
	one("rule-tunnel", words("tunnel", NFTNL_EXPR_TUNNEL_DREG, 1, NFTNL_EXPR_TUNNEL_KEY, NFT_TUNNEL_ID, -1));
	one("rule-match", data(str(words("match", NFTNL_EXPR_MT_REV, 0, -1), NFTNL_EXPR_MT_NAME, "tcp"),
			       NFTNL_EXPR_MT_INFO, memcpy(calloc(1, 4), "\1\2\3\4", 4), 4));
	one("rule-target", data(str(words("target", NFTNL_EXPR_TG_REV, 2, -1), NFTNL_EXPR_TG_NAME, "MARK"),
				NFTNL_EXPR_TG_INFO, memcpy(calloc(1, 4), "\1\2\3\4", 4), 4));
}

void statements(void)
{
	arithmetic();
	writes();
	states();
	forwards();
	sources();
}
