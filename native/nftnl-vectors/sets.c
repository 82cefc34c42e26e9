/* Sets, maps and their elements. */
#include "vectors.h"

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

void sets(void)
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
	s = set(NFT_SET_INTERVAL | NFT_SET_CONCAT, 7 << 6 | 13, 8);
	nftnl_set_set_u32(s, NFTNL_SET_DESC_SIZE, 100);
	nftnl_set_set_data(s, NFTNL_SET_DESC_CONCAT, "\x04\x02", 2);
	set_print("set-concatenated-ranges-size", s);
	set_print("set-constant", set(NFT_SET_CONSTANT, 7, 4));
	s = set(NFT_SET_EXPR, 7, 4);
	nftnl_set_add_expr(s, counter(0, 0));
	set_print("set-counter", s);
	s = set(NFT_SET_EXPR, 7, 4);
	nftnl_set_add_expr(s, counter(0, 0));
	nftnl_set_add_expr(s, limit(10, 1, 5, NFT_LIMIT_PKTS, 0));
	set_print("set-counter-limit", s);
	set_print("map", map(0, 13, 2, 7, 4));
	set_print("map-interval", map(NFT_SET_INTERVAL, 7, 4, 13, 2));
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

void elements(void)
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
	nftnl_set_elem_set_u64(e, NFTNL_SET_ELEM_TIMEOUT, 30000);
	nftnl_set_elem_set_u64(e, NFTNL_SET_ELEM_EXPIRATION, 20000);
	list_print("elements-expiration", s, NFT_MSG_NEWSETELEM);
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
	s = list();
	e = element(s, "\x0a\x00\x00\x00\x00\x50\x00\x00", 8);
	nftnl_set_elem_set(e, NFTNL_SET_ELEM_KEY_END, "\x0a\xff\xff\xff\x00\x5a\x00\x00", 8);
	list_print("elements-ranges-deleted", s, NFT_MSG_DELSETELEM);
}
