/* Messages of others, as libnftnl understands them. */
#include "vectors.h"

static size_t bytes(const char *line, unsigned char *to, size_t most)
{
	size_t n = 0;

	while (n < most && sscanf(line + 2 * n, "%2hhx", &to[n]) == 1)
		n++;
	return n;
}

/* One kind of object: read from a message, written to another, printed, freed. */
#define REREAD(kind, read, write)                                                                           \
	static bool reread_##kind(const struct nlmsghdr *nlh, struct nlmsghdr *built, char *text, size_t size) \
	{                                                                                                   \
		struct nftnl_##kind *o = nftnl_##kind##_alloc();                                            \
		bool good = read(nlh, o) >= 0;                                                              \
                                                                                                            \
		if (good) {                                                                                 \
			write(built, o);                                                                    \
			nftnl_##kind##_snprintf(text, size, o, NFTNL_OUTPUT_DEFAULT, 0);                    \
		}                                                                                           \
		nftnl_##kind##_free(o);                                                                     \
		return good;                                                                                \
	}

/* That of elements has no name like the others: they are a set's. */
#define nftnl_list nftnl_set
#define nftnl_list_alloc nftnl_set_alloc
#define nftnl_list_free nftnl_set_free
#define nftnl_list_snprintf nftnl_set_snprintf

REREAD(table, nftnl_table_nlmsg_parse, nftnl_table_nlmsg_build_payload)
REREAD(chain, nftnl_chain_nlmsg_parse, nftnl_chain_nlmsg_build_payload)
REREAD(rule, nftnl_rule_nlmsg_parse, nftnl_rule_nlmsg_build_payload)
REREAD(set, nftnl_set_nlmsg_parse, nftnl_set_nlmsg_build_payload)
REREAD(list, nftnl_set_elems_nlmsg_parse, nftnl_set_elems_nlmsg_build_payload)
REREAD(obj, nftnl_obj_nlmsg_parse, nftnl_obj_nlmsg_build_payload)
REREAD(flowtable, nftnl_flowtable_nlmsg_parse, nftnl_flowtable_nlmsg_build_payload)

static bool reread_any(const struct nlmsghdr *nlh, struct nlmsghdr *built, char *text, size_t size)
{
	switch (nlh->nlmsg_type & 0xff) {
	case NFT_MSG_NEWTABLE:
		return reread_table(nlh, built, text, size);
	case NFT_MSG_NEWCHAIN:
		return reread_chain(nlh, built, text, size);
	case NFT_MSG_NEWRULE:
		return reread_rule(nlh, built, text, size);
	case NFT_MSG_NEWSET:
		return reread_set(nlh, built, text, size);
	case NFT_MSG_NEWSETELEM:
		return reread_list(nlh, built, text, size);
	case NFT_MSG_NEWOBJ:
		return reread_obj(nlh, built, text, size);
	case NFT_MSG_NEWFLOWTABLE:
		return reread_flowtable(nlh, built, text, size);
	default:
		return false;
	}
}

int reread(void)
{
	static char line[65536], text[65536];
	static unsigned char raw[32768], again[65536];

	while (fgets(line, sizeof(line), stdin)) {
		const struct nlmsghdr *nlh = (const struct nlmsghdr *)raw;
		const struct nfgenmsg *family = (const struct nfgenmsg *)(nlh + 1);
		struct nlmsghdr *built;

		if (bytes(line, raw, sizeof(raw)) < sizeof(*nlh) + sizeof(*family)) {
			printf("= refused\n");
			continue;
		}
		memset(again, 0, sizeof(again));
		*text = '\0';
		built = nftnl_nlmsg_build_hdr((char *)again, nlh->nlmsg_type & 0xff, family->nfgen_family, nlh->nlmsg_flags, 1);
		if (!reread_any(nlh, built, text, sizeof(text))) {
			printf("= refused\n");
			continue;
		}
		printf("= ");
		for (unsigned int i = 0; i < built->nlmsg_len; i++)
			printf("%02x", again[i]);
		printf("\n%s\n", text);
	}
	return 0;
}
