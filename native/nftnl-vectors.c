/*
 * Prints nf_tables messages as libnftnl encodes them, one "NAME HEX" a line: the same objects that the Java codec encodes in its
 * test, which compares the bytes. Everything that the Java library models is here at least once.
 *
 * With the argument "mnl", each message is printed as libmnl does, and with "text", each rule as libnftnl does, after a line
 * "== NAME".
 */
#include <libmnl/libmnl.h>
#include <libnftnl/chain.h>
#include <libnftnl/common.h>
#include <libnftnl/expr.h>
#include <libnftnl/object.h>
#include <libnftnl/rule.h>
#include <libnftnl/set.h>
#include <libnftnl/table.h>
#include <libnftnl/udata.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct nftnl_expr expr;

static char message[16384];
static enum { HEX, MNL, TEXT } form;

static struct nlmsghdr *start(int type, int family, int flags)
{
	memset(message, 0, sizeof(message));
	return nftnl_nlmsg_build_hdr(message, type, family, flags, 1);
}

static void print(const char *name, const struct nlmsghdr *nlh)
{
	const unsigned char *bytes = (const unsigned char *)nlh;

	if (form == TEXT)
		return;
	if (form == MNL) {
		printf("== %s\n", name);
		mnl_nlmsg_fprintf(stdout, nlh, nlh->nlmsg_len, 4);
		return;
	}
	printf("%s ", name);
	for (unsigned int i = 0; i < nlh->nlmsg_len; i++)
		printf("%02x", bytes[i]);
	printf("\n");
}

/* Has SET put a comment into ATTRIBUTE of OBJECT. */
#define COMMENT(set, object, attribute, type, text)                                                         \
	do {                                                                                                \
		struct nftnl_udata_buf *buf = nftnl_udata_buf_alloc(NFT_USERDATA_MAXLEN);                   \
		nftnl_udata_put_strz(buf, type, text);                                                      \
		set(object, attribute, nftnl_udata_buf_data(buf), nftnl_udata_buf_len(buf));                \
		nftnl_udata_buf_free(buf);                                                                  \
	} while (0)

/* ---------------------------------------------------------------- tables and chains */

static void table(const char *name, int family, uint32_t flags, const char *text)
{
	struct nftnl_table *t = nftnl_table_alloc();
	struct nlmsghdr *nlh = start(NFT_MSG_NEWTABLE, family, NLM_F_CREATE);

	nftnl_table_set_str(t, NFTNL_TABLE_NAME, "t");
	nftnl_table_set_u32(t, NFTNL_TABLE_FLAGS, flags);
	if (text)
		COMMENT(nftnl_table_set_data, t, NFTNL_TABLE_USERDATA, NFTNL_UDATA_TABLE_COMMENT, text);
	nftnl_table_nlmsg_build_payload(nlh, t);
	print(name, nlh);
	nftnl_table_free(t);
}

/* Base chains have a type; the flags are those that nft gives. */
static void chain(const char *name, int family, const char *type, int hook, int priority, int policy, const char *device,
		  uint32_t flags, const char *text)
{
	struct nftnl_chain *c = nftnl_chain_alloc();
	struct nlmsghdr *nlh = start(NFT_MSG_NEWCHAIN, family, NLM_F_CREATE);

	nftnl_chain_set_str(c, NFTNL_CHAIN_TABLE, "t");
	nftnl_chain_set_str(c, NFTNL_CHAIN_NAME, "c");
	if (type) {
		nftnl_chain_set_str(c, NFTNL_CHAIN_TYPE, type);
		nftnl_chain_set_u32(c, NFTNL_CHAIN_HOOKNUM, hook);
		nftnl_chain_set_s32(c, NFTNL_CHAIN_PRIO, priority);
		nftnl_chain_set_u32(c, NFTNL_CHAIN_POLICY, policy);
	}
	if (device)
		nftnl_chain_set_str(c, NFTNL_CHAIN_DEV, device);
	if (flags)
		nftnl_chain_set_u32(c, NFTNL_CHAIN_FLAGS, flags);
	if (text)
		COMMENT(nftnl_chain_set_data, c, NFTNL_CHAIN_USERDATA, NFTNL_UDATA_CHAIN_COMMENT, text);
	nftnl_chain_nlmsg_build_payload(nlh, c);
	print(name, nlh);
	nftnl_chain_free(c);
}

/* ---------------------------------------------------------------- rules */

static struct nftnl_rule *rule(void)
{
	struct nftnl_rule *r = nftnl_rule_alloc();

	nftnl_rule_set_str(r, NFTNL_RULE_TABLE, "t");
	nftnl_rule_set_str(r, NFTNL_RULE_CHAIN, "c");
	return r;
}

static void rule_print(const char *name, struct nftnl_rule *r, int flags)
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
static void one(const char *name, expr *e)
{
	struct nftnl_rule *r = rule();

	nftnl_rule_add_expr(r, e);
	rule_print(name, r, NLM_F_APPEND);
}

/* An expression with 32-bit attributes: pairs of attribute and value, ended by -1. */
static expr *words(const char *kind, ...)
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

static expr *counter(uint64_t packets, uint64_t bytes)
{
	expr *e = nftnl_expr_alloc("counter");

	nftnl_expr_set_u64(e, NFTNL_EXPR_CTR_PACKETS, packets);
	nftnl_expr_set_u64(e, NFTNL_EXPR_CTR_BYTES, bytes);
	return e;
}

static expr *limit(uint64_t rate, uint64_t unit, uint32_t burst, uint32_t type, uint32_t flags)
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

static void rules(void)
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
	nftnl_rule_set_u64(r, NFTNL_RULE_POSITION, 9);
	nftnl_rule_add_expr(r, counter(0, 0));
	rule_print("rule-before", r, 0);
}

/* ---------------------------------------------------------------- sets, maps and objects */

static struct nftnl_set *set(uint32_t flags, uint32_t type, uint32_t length)
{
	struct nftnl_set *s = nftnl_set_alloc();

	nftnl_set_set_str(s, NFTNL_SET_TABLE, "t");
	nftnl_set_set_str(s, NFTNL_SET_NAME, "s");
	nftnl_set_set_u32(s, NFTNL_SET_ID, 1);
	nftnl_set_set_u32(s, NFTNL_SET_FLAGS, flags);
	nftnl_set_set_u32(s, NFTNL_SET_KEY_TYPE, type);
	nftnl_set_set_u32(s, NFTNL_SET_KEY_LEN, length);
	return s;
}

static struct nftnl_set *map(uint32_t flags, uint32_t type, uint32_t length, uint32_t data_type, uint32_t data_length)
{
	struct nftnl_set *s = set(flags | NFT_SET_MAP, type, length);

	nftnl_set_set_u32(s, NFTNL_SET_DATA_TYPE, data_type);
	nftnl_set_set_u32(s, NFTNL_SET_DATA_LEN, data_length);
	return s;
}

static void set_print(const char *name, struct nftnl_set *s)
{
	struct nlmsghdr *nlh = start(NFT_MSG_NEWSET, NFPROTO_INET, NLM_F_CREATE);

	nftnl_set_nlmsg_build_payload(nlh, s);
	print(name, nlh);
	nftnl_set_free(s);
}

static void sets(void)
{
	struct nftnl_set *s;

	set_print("set", set(0, 7, 4));
	s = set(NFT_SET_TIMEOUT, 7, 4);
	nftnl_set_set_u64(s, NFTNL_SET_TIMEOUT, 60000);
	nftnl_set_set_u32(s, NFTNL_SET_GC_INTERVAL, 5000);
	set_print("set-timeout", s);
	s = set(0, 7, 4);
	nftnl_set_set_u32(s, NFTNL_SET_DESC_SIZE, 100);
	nftnl_set_set_u32(s, NFTNL_SET_POLICY, NFT_SET_POL_MEMORY);
	set_print("set-size-memory", s);
	set_print("set-interval", set(NFT_SET_INTERVAL, 7, 4));
	s = set(NFT_SET_INTERVAL | NFT_SET_CONCAT, 7 << 6 | 13, 8);
	nftnl_set_set_data(s, NFTNL_SET_DESC_CONCAT, "\x04\x02", 2);
	set_print("set-concatenated-ranges", s);
	s = set(0, 7, 4);
	COMMENT(nftnl_set_set_data, s, NFTNL_SET_USERDATA, NFTNL_UDATA_SET_COMMENT, "why");
	set_print("set-comment", s);
	s = set(NFT_SET_EXPR, 7, 4);
	nftnl_set_add_expr(s, counter(0, 0));
	set_print("set-counter", s);
	s = set(NFT_SET_EXPR, 7, 4);
	nftnl_set_add_expr(s, counter(0, 0));
	nftnl_set_add_expr(s, limit(10, 1, 5, NFT_LIMIT_PKTS, 0));
	set_print("set-counter-limit", s);
	set_print("map", map(0, 13, 2, 7, 4));
	set_print("map-verdict", map(0, 12 << 12 | 13 << 6 | 7, 12, NFT_DATA_VERDICT, 16));
	s = set(NFT_SET_OBJECT, 7, 4);
	nftnl_set_set_u32(s, NFTNL_SET_OBJ_TYPE, NFT_OBJECT_COUNTER);
	set_print("map-object", s);
}

static struct nftnl_set_elem *element(struct nftnl_set *s, const void *key, int length)
{
	struct nftnl_set_elem *e = nftnl_set_elem_alloc();

	if (length > 0)
		nftnl_set_elem_set(e, NFTNL_SET_ELEM_KEY, key, length);
	nftnl_set_elem_add(s, e);
	return e;
}

static struct nftnl_set *list(void)
{
	struct nftnl_set *s = nftnl_set_alloc();

	nftnl_set_set_str(s, NFTNL_SET_TABLE, "t");
	nftnl_set_set_str(s, NFTNL_SET_NAME, "s");
	return s;
}

static void list_print(const char *name, struct nftnl_set *s, int type)
{
	struct nlmsghdr *nlh = start(type, NFPROTO_INET, type == NFT_MSG_NEWSETELEM ? NLM_F_CREATE : 0);

	nftnl_set_elems_nlmsg_build_payload(nlh, s);
	print(name, nlh);
	nftnl_set_free(s);
}

static void elements(void)
{
	struct nftnl_set *s = list();
	struct nftnl_set_elem *e;

	element(s, "\x0a\x00\x00\x01", 4);
	element(s, "\x0a\x00\x00\x02", 4);
	list_print("elements", s, NFT_MSG_NEWSETELEM);
	s = list();
	element(s, "\x0a\x00\x00\x01", 4);
	list_print("elements-deleted", s, NFT_MSG_DELSETELEM);
	s = list();
	element(s, "\x0a\x00\x00\x00", 4);
	e = element(s, "\x0b\x00\x00\x00", 4);
	nftnl_set_elem_set_u32(e, NFTNL_SET_ELEM_FLAGS, NFT_SET_ELEM_INTERVAL_END);
	list_print("elements-interval", s, NFT_MSG_NEWSETELEM);
	s = list();
	e = element(s, "\x0a\x00\x00\x00\x00\x50\x00\x00", 8);
	nftnl_set_elem_set(e, NFTNL_SET_ELEM_KEY_END, "\x0a\xff\xff\xff\x00\x5a\x00\x00", 8);
	list_print("elements-ranges", s, NFT_MSG_NEWSETELEM);
	s = list();
	e = element(s, "\x00\x50", 2);
	nftnl_set_elem_set_u32(e, NFTNL_SET_ELEM_VERDICT, NFT_GOTO);
	nftnl_set_elem_set_str(e, NFTNL_SET_ELEM_CHAIN, "d");
	e = element(s, "\x01\xbb", 2);
	nftnl_set_elem_set_u32(e, NFTNL_SET_ELEM_VERDICT, NF_DROP);
	list_print("elements-verdict", s, NFT_MSG_NEWSETELEM);
	s = list();
	e = element(s, "\x00\x50", 2);
	nftnl_set_elem_set(e, NFTNL_SET_ELEM_DATA, "\x0a\x00\x00\x01", 4);
	list_print("elements-data", s, NFT_MSG_NEWSETELEM);
	s = list();
	e = element(s, "\x0a\x00\x00\x01", 4);
	nftnl_set_elem_set_str(e, NFTNL_SET_ELEM_OBJREF, "o");
	list_print("elements-object", s, NFT_MSG_NEWSETELEM);
	s = list();
	e = element(s, "\x0a\x00\x00\x01", 4);
	nftnl_set_elem_set_u64(e, NFTNL_SET_ELEM_TIMEOUT, 30000);
	list_print("elements-timeout", s, NFT_MSG_NEWSETELEM);
	s = list();
	e = element(s, "\x0a\x00\x00\x01", 4);
	COMMENT(nftnl_set_elem_set, e, NFTNL_SET_ELEM_USERDATA, NFTNL_UDATA_SET_ELEM_COMMENT, "why");
	list_print("elements-comment", s, NFT_MSG_NEWSETELEM);
	s = list();
	e = element(s, "\x0a\x00\x00\x01", 4);
	nftnl_set_elem_add_expr(e, counter(1, 60));
	list_print("elements-counter", s, NFT_MSG_NEWSETELEM);
	s = list();
	e = element(s, "\x0a\x00\x00\x01", 4);
	nftnl_set_elem_add_expr(e, counter(1, 60));
	nftnl_set_elem_add_expr(e, limit(10, 1, 5, NFT_LIMIT_PKTS, 0));
	list_print("elements-counter-limit", s, NFT_MSG_NEWSETELEM);
	s = list();
	e = element(s, "", 0);
	nftnl_set_elem_set_u32(e, NFTNL_SET_ELEM_FLAGS, NFT_SET_ELEM_CATCHALL);
	nftnl_set_elem_set_u32(e, NFTNL_SET_ELEM_VERDICT, NF_DROP);
	list_print("elements-catchall", s, NFT_MSG_NEWSETELEM);
}

static void object(const char *name, int type, int first, uint64_t one_value, int second, uint64_t other, const char *text)
{
	struct nftnl_obj *o = nftnl_obj_alloc();
	struct nlmsghdr *nlh = start(NFT_MSG_NEWOBJ, NFPROTO_INET, NLM_F_CREATE);

	nftnl_obj_set_str(o, NFTNL_OBJ_TABLE, "t");
	nftnl_obj_set_str(o, NFTNL_OBJ_NAME, "o");
	nftnl_obj_set_u32(o, NFTNL_OBJ_TYPE, type);
	nftnl_obj_set_u64(o, first, one_value);
	nftnl_obj_set_u64(o, second, other);
	if (text)
		COMMENT(nftnl_obj_set_data, o, NFTNL_OBJ_USERDATA, NFTNL_UDATA_OBJ_COMMENT, text);
	nftnl_obj_nlmsg_build_payload(nlh, o);
	print(name, nlh);
	nftnl_obj_free(o);
}

int main(int argc, char **argv)
{
	if (argc > 1)
		form = strcmp(argv[1], "mnl") == 0 ? MNL : TEXT;
	table("table", NFPROTO_INET, 0, NULL);
	table("table-ip6", NFPROTO_IPV6, 0, NULL);
	table("table-dormant-comment", NFPROTO_IPV4, NFT_TABLE_F_DORMANT, "why");
	chain("chain", NFPROTO_INET, NULL, 0, 0, 0, NULL, 0, NULL);
	chain("chain-comment", NFPROTO_INET, NULL, 0, 0, 0, NULL, 0, "why");
	chain("chain-base", NFPROTO_INET, "filter", NF_INET_PRE_ROUTING, -101, NF_ACCEPT, NULL, NFT_CHAIN_BASE, NULL);
	chain("chain-base-drop-comment", NFPROTO_IPV4, "nat", NF_INET_POST_ROUTING, 100, NF_DROP, NULL, NFT_CHAIN_BASE, "why");
	chain("chain-netdev", NFPROTO_NETDEV, "filter", NF_NETDEV_INGRESS, 0, NF_ACCEPT, "lo", NFT_CHAIN_BASE, NULL);
	rules();
	sets();
	elements();
	object("object-counter", NFT_OBJECT_COUNTER, NFTNL_OBJ_CTR_BYTES, 180, NFTNL_OBJ_CTR_PKTS, 3, NULL);
	object("object-counter-comment", NFT_OBJECT_COUNTER, NFTNL_OBJ_CTR_BYTES, 0, NFTNL_OBJ_CTR_PKTS, 0, "why");
	return 0;
}
