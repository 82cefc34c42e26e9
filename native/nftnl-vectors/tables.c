/* Tables and chains. */
#include "vectors.h"

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

/* Base chains have a type; the flags are those that nft gives. An empty device stands for two of them. */
static void chain(const char *name, int family, const char *type, int hook, int priority, int policy, const char *device,
		  uint32_t flags, const char *text)
{
	static const char *several[] = {"eth0", "lo", NULL};
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
	if (device && *device)
		nftnl_chain_set_str(c, NFTNL_CHAIN_DEV, device);
	else if (device)
		nftnl_chain_set_array(c, NFTNL_CHAIN_DEVICES, several);
	if (flags)
		nftnl_chain_set_u32(c, NFTNL_CHAIN_FLAGS, flags);
	if (text)
		COMMENT(nftnl_chain_set_data, c, NFTNL_CHAIN_USERDATA, NFTNL_UDATA_CHAIN_COMMENT, text);
	nftnl_chain_nlmsg_build_payload(nlh, c);
	print(name, nlh);
	nftnl_chain_free(c);
}

void tables(void)
{
	table("table", NFPROTO_INET, 0, NULL);
	table("table-ip6", NFPROTO_IPV6, 0, NULL);
	table("table-dormant-comment", NFPROTO_IPV4, NFT_TABLE_F_DORMANT, "why");
	chain("chain", NFPROTO_INET, NULL, 0, 0, 0, NULL, 0, NULL);
	chain("chain-comment", NFPROTO_INET, NULL, 0, 0, 0, NULL, 0, "why");
	chain("chain-base", NFPROTO_INET, "filter", NF_INET_PRE_ROUTING, -101, NF_ACCEPT, NULL, NFT_CHAIN_BASE, NULL);
	chain("chain-base-drop-comment", NFPROTO_IPV4, "nat", NF_INET_POST_ROUTING, 100, NF_DROP, NULL, NFT_CHAIN_BASE, "why");
	chain("chain-netdev", NFPROTO_NETDEV, "filter", NF_NETDEV_INGRESS, 0, NF_ACCEPT, "lo", NFT_CHAIN_BASE, NULL);
	chain("chain-netdev-devices", NFPROTO_NETDEV, "filter", NF_NETDEV_INGRESS, 0, NF_ACCEPT, "",
	      NFT_CHAIN_BASE | NFT_CHAIN_HW_OFFLOAD, NULL);
}
