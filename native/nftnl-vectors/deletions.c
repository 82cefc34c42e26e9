/* What deletes, and what begins and ends a batch. NFT_MSG_DESTROY* are newer than the headers of Debian 12. */
#include "vectors.h"

static void of_chain(void)
{
	struct nftnl_chain *c = nftnl_chain_alloc();
	struct nlmsghdr *nlh = start(NFT_MSG_DELCHAIN, NFPROTO_INET, 0);

	nftnl_chain_set_str(c, NFTNL_CHAIN_TABLE, "t");
	nftnl_chain_set_str(c, NFTNL_CHAIN_NAME, "c");
	nftnl_chain_nlmsg_build_payload(nlh, c);
	print("delete-chain", nlh);
	nftnl_chain_free(c);
}

/* All rules of a chain, if it has no handle. */
static void of_rule(const char *name, uint64_t handle)
{
	struct nftnl_rule *r = rule();
	struct nlmsghdr *nlh = start(NFT_MSG_DELRULE, NFPROTO_INET, 0);

	if (handle)
		nftnl_rule_set_u64(r, NFTNL_RULE_HANDLE, handle);
	nftnl_rule_nlmsg_build_payload(nlh, r);
	print(name, nlh);
	nftnl_rule_free(r);
}

static void of_set(void)
{
	struct nftnl_set *s = nftnl_set_alloc();
	struct nlmsghdr *nlh = start(NFT_MSG_DELSET, NFPROTO_INET, 0);

	nftnl_set_set_str(s, NFTNL_SET_TABLE, "t");
	nftnl_set_set_str(s, NFTNL_SET_NAME, "s");
	nftnl_set_nlmsg_build_payload(nlh, s);
	print("delete-set", nlh);
	nftnl_set_free(s);
}

static void of_object(void)
{
	struct nftnl_obj *o = nftnl_obj_alloc();
	struct nlmsghdr *nlh = start(NFT_MSG_DELOBJ, NFPROTO_INET, 0);

	nftnl_obj_set_str(o, NFTNL_OBJ_TABLE, "t");
	nftnl_obj_set_str(o, NFTNL_OBJ_NAME, "o");
	nftnl_obj_set_u32(o, NFTNL_OBJ_TYPE, NFT_OBJECT_QUOTA);
	nftnl_obj_nlmsg_build_payload(nlh, o);
	print("delete-object", nlh);
	nftnl_obj_free(o);
}

static void of_flowtable(void)
{
	struct nftnl_flowtable *f = nftnl_flowtable_alloc();
	struct nlmsghdr *nlh = start(NFT_MSG_DELFLOWTABLE, NFPROTO_INET, 0);

	nftnl_flowtable_set_str(f, NFTNL_FLOWTABLE_TABLE, "t");
	nftnl_flowtable_set_str(f, NFTNL_FLOWTABLE_NAME, "f");
	nftnl_flowtable_nlmsg_build_payload(nlh, f);
	print("delete-flowtable", nlh);
	nftnl_flowtable_free(f);
}

void deletions(void)
{
	struct nftnl_table *t = nftnl_table_alloc();
	struct nlmsghdr *nlh = start(NFT_MSG_DELTABLE, NFPROTO_INET, 0);

	nftnl_table_set_str(t, NFTNL_TABLE_NAME, "t");
	nftnl_table_nlmsg_build_payload(nlh, t);
	print("delete-table", nlh);
	nftnl_table_free(t);
	of_chain();
	of_rule("delete-rule", 9);
	of_rule("flush-chain", 0);
	of_set();
	of_object();
	of_flowtable();
}

void frame(void)
{
	static char begin[64], end[64];

	print("batch-begin", nftnl_batch_begin(begin, 0));
	print("batch-end", nftnl_batch_end(end, 1));
}
