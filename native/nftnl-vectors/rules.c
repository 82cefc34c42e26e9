/* Rules of the oldest and most used expressions. */
#include "vectors.h"

struct nftnl_rule *rule(void)
{
	struct nftnl_rule *r = nftnl_rule_alloc();

	nftnl_rule_set_str(r, NFTNL_RULE_TABLE, "t");
	nftnl_rule_set_str(r, NFTNL_RULE_CHAIN, "c");
	return r;
}

void rule_print(const char *name, struct nftnl_rule *r, int flags)
{
	struct nlmsghdr *nlh = start(NFT_MSG_NEWRULE, NFPROTO_INET, NLM_F_CREATE | flags);
	char text[4096];

	nftnl_rule_nlmsg_build_payload(nlh, r);
	print(name, nlh);
	if (form == TEXT) {
		nftnl_rule_snprintf(text, sizeof(text), r, NFTNL_OUTPUT_DEFAULT, 0);
		printf("== %s\n%s\n", name, text);
	}
	nftnl_rule_free(r);
}

/* A rule of one expression. */
void one(const char *name, expr *e)
{
	struct nftnl_rule *r = rule();

	nftnl_rule_add_expr(r, e);
	rule_print(name, r, NLM_F_APPEND);
}

/* An expression with 32-bit attributes: pairs of attribute and value, ended by -1. */
expr *words(const char *kind, ...)
{
	expr *e = nftnl_expr_alloc(kind);
	va_list pairs;
	int attribute;

	va_start(pairs, kind);
	while ((attribute = va_arg(pairs, int)) != -1)
		nftnl_expr_set_u32(e, attribute, va_arg(pairs, uint32_t));
	va_end(pairs);
	return e;
}

static expr *cmp(int op, const void *data, int length)
{
	expr *e = words("cmp", NFTNL_EXPR_CMP_SREG, NFT_REG_1, NFTNL_EXPR_CMP_OP, op, -1);

	nftnl_expr_set(e, NFTNL_EXPR_CMP_DATA, data, length);
	return e;
}

static expr *range(int op)
{
	expr *e = words("range", NFTNL_EXPR_RANGE_SREG, NFT_REG_1, NFTNL_EXPR_RANGE_OP, op, -1);

	nftnl_expr_set(e, NFTNL_EXPR_RANGE_FROM_DATA, "\x00\x50", 2);
	nftnl_expr_set(e, NFTNL_EXPR_RANGE_TO_DATA, "\x00\x5a", 2);
	return e;
}

static expr *bitwise(void)
{
	expr *e = words("bitwise", NFTNL_EXPR_BITWISE_SREG, NFT_REG_1, NFTNL_EXPR_BITWISE_DREG, NFT_REG32_01,
			NFTNL_EXPR_BITWISE_OP, NFT_BITWISE_BOOL, NFTNL_EXPR_BITWISE_LEN, 4, -1);

	nftnl_expr_set(e, NFTNL_EXPR_BITWISE_MASK, "\xff\xff\xff\x00", 4);
	nftnl_expr_set(e, NFTNL_EXPR_BITWISE_XOR, "\x00\x00\x00\x01", 4);
	return e;
}

/* dreg is -1 for a set. */
static expr *lookup(int dreg, uint32_t flags)
{
	expr *e = words("lookup", NFTNL_EXPR_LOOKUP_SREG, NFT_REG_1, NFTNL_EXPR_LOOKUP_FLAGS, flags, -1);

	nftnl_expr_set_str(e, NFTNL_EXPR_LOOKUP_SET, "s");
	if (dreg >= 0)
		nftnl_expr_set_u32(e, NFTNL_EXPR_LOOKUP_DREG, dreg);
	return e;
}

static expr *verdict(int code, const char *to)
{
	expr *e = words("immediate", NFTNL_EXPR_IMM_DREG, NFT_REG_VERDICT, NFTNL_EXPR_IMM_VERDICT, code, -1);

	if (to)
		nftnl_expr_set_str(e, NFTNL_EXPR_IMM_CHAIN, to);
	return e;
}

static expr *immediate(void)
{
	expr *e = words("immediate", NFTNL_EXPR_IMM_DREG, NFT_REG_2, -1);

	nftnl_expr_set(e, NFTNL_EXPR_IMM_DATA, "\x01\x02\x03\x04", 4);
	return e;
}

expr *counter(uint64_t packets, uint64_t bytes)
{
	expr *e = nftnl_expr_alloc("counter");

	nftnl_expr_set_u64(e, NFTNL_EXPR_CTR_PACKETS, packets);
	nftnl_expr_set_u64(e, NFTNL_EXPR_CTR_BYTES, bytes);
	return e;
}

expr *limit(uint64_t rate, uint64_t unit, uint32_t burst, uint32_t type, uint32_t flags)
{
	expr *e = words("limit", NFTNL_EXPR_LIMIT_BURST, burst, NFTNL_EXPR_LIMIT_TYPE, type, NFTNL_EXPR_LIMIT_FLAGS, flags, -1);

	nftnl_expr_set_u64(e, NFTNL_EXPR_LIMIT_RATE, rate);
	nftnl_expr_set_u64(e, NFTNL_EXPR_LIMIT_UNIT, unit);
	return e;
}

static expr *log_to_group(void)
{
	expr *e = words("log", NFTNL_EXPR_LOG_SNAPLEN, 128, NFTNL_EXPR_LOG_FLAGS, 0, -1);

	nftnl_expr_set_str(e, NFTNL_EXPR_LOG_PREFIX, "hello");
	nftnl_expr_set_u16(e, NFTNL_EXPR_LOG_GROUP, 7);
	nftnl_expr_set_u16(e, NFTNL_EXPR_LOG_QTHRESHOLD, 20);
	return e;
}

static expr *log_to_kernel(void)
{
	expr *e = words("log", NFTNL_EXPR_LOG_LEVEL, 4, -1);

	nftnl_expr_set_str(e, NFTNL_EXPR_LOG_PREFIX, "hello");
	return e;
}

static expr *ct_direction(void)
{
	expr *e = words("ct", NFTNL_EXPR_CT_DREG, NFT_REG_1, NFTNL_EXPR_CT_KEY, NFT_CT_PROTO_DST, -1);

	nftnl_expr_set_u8(e, NFTNL_EXPR_CT_DIR, 1);
	return e;
}

void rules(void)
{
	static const char *const ops[] = {"eq", "neq", "lt", "lte", "gt", "gte"};
	struct nftnl_rule *r;
	char name[32];

	one("rule-payload", words("payload", NFTNL_EXPR_PAYLOAD_DREG, NFT_REG32_02, NFTNL_EXPR_PAYLOAD_BASE,
				  NFT_PAYLOAD_TRANSPORT_HEADER, NFTNL_EXPR_PAYLOAD_OFFSET, 2, NFTNL_EXPR_PAYLOAD_LEN, 2, -1));
	one("rule-meta", words("meta", NFTNL_EXPR_META_DREG, NFT_REG_1, NFTNL_EXPR_META_KEY, NFT_META_L4PROTO, -1));
	for (int op = NFT_CMP_EQ; op <= NFT_CMP_GTE; op++) {
		snprintf(name, sizeof(name), "rule-cmp-%s", ops[op]);
		one(name, cmp(op, "\x06", 1));
	}
	one("rule-cmp-interface", cmp(NFT_CMP_EQ, "eth0\0\0\0\0\0\0\0\0\0\0\0", 16));
	one("rule-range", range(NFT_RANGE_EQ));
	one("rule-range-outside", range(NFT_RANGE_NEQ));
	one("rule-bitwise", bitwise());
	one("rule-lookup", lookup(-1, 0));
	one("rule-lookup-inverted", lookup(-1, NFT_LOOKUP_F_INV));
	one("rule-lookup-verdict", lookup(NFT_REG_VERDICT, 0));
	one("rule-lookup-map", lookup(NFT_REG_2, 0));
	one("rule-accept", verdict(NF_ACCEPT, NULL));
	one("rule-drop", verdict(NF_DROP, NULL));
	one("rule-return", verdict(NFT_RETURN, NULL));
	one("rule-continue", verdict(NFT_CONTINUE, NULL));
	one("rule-jump", verdict(NFT_JUMP, "d"));
	one("rule-goto", verdict(NFT_GOTO, "d"));
	one("rule-immediate", immediate());
	one("rule-counter", counter(3, 180));
	one("rule-limit", limit(10, 60, 5, NFT_LIMIT_PKTS, 0));
	one("rule-limit-bytes-over", limit(1048576, 1, 0, NFT_LIMIT_PKT_BYTES, NFT_LIMIT_F_INV));
	one("rule-log", log_to_kernel());
	one("rule-log-group", log_to_group());
	one("rule-ct-state", words("ct", NFTNL_EXPR_CT_DREG, NFT_REG_1, NFTNL_EXPR_CT_KEY, NFT_CT_STATE, -1));
	one("rule-ct-direction", ct_direction());
	one("rule-fib", words("fib", NFTNL_EXPR_FIB_DREG, NFT_REG_1, NFTNL_EXPR_FIB_RESULT, NFT_FIB_RESULT_ADDRTYPE,
			      NFTNL_EXPR_FIB_FLAGS, NFTA_FIB_F_DADDR, -1));
	one("rule-notrack", nftnl_expr_alloc("notrack"));

	r = rule();
	COMMENT(nftnl_rule_set_data, r, NFTNL_RULE_USERDATA, NFTNL_UDATA_RULE_COMMENT, "why");
	nftnl_rule_add_expr(r, words("meta", NFTNL_EXPR_META_DREG, NFT_REG_1, NFTNL_EXPR_META_KEY, NFT_META_L4PROTO, -1));
	nftnl_rule_add_expr(r, cmp(NFT_CMP_EQ, "\x06", 1));
	nftnl_rule_add_expr(r, counter(0, 0));
	nftnl_rule_add_expr(r, verdict(NF_ACCEPT, NULL));
	rule_print("rule-comment", r, NLM_F_APPEND);

	r = rule();
	nftnl_rule_set_u32(r, NFTNL_RULE_COMPAT_PROTO, 6);
	nftnl_rule_set_u32(r, NFTNL_RULE_COMPAT_FLAGS, NFT_RULE_COMPAT_F_INV);
	nftnl_rule_add_expr(r, counter(0, 0));
	rule_print("rule-compat", r, NLM_F_APPEND);

	r = rule();
	nftnl_rule_set_u64(r, NFTNL_RULE_POSITION, 9);
	nftnl_rule_add_expr(r, counter(0, 0));
	rule_print("rule-before", r, 0);
}
