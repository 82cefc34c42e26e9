/* Messages of others, as libnftnl understands them. */
#include "vectors.h"

static size_t bytes(const char *line, unsigned char *to, size_t most)
{
	size_t n = 0;

	while (n < most && sscanf(line + 2 * n, "%2hhx", &to[n]) == 1)
		n++;
	return n;
}

int reread(void)
{
	static char line[65536], text[65536];
	static unsigned char raw[32768], again[65536];

	while (fgets(line, sizeof(line), stdin)) {
		const struct nlmsghdr *nlh = (const struct nlmsghdr *)raw;
		struct nftnl_rule *r = nftnl_rule_alloc();
		struct nlmsghdr *built;

		if (bytes(line, raw, sizeof(raw)) < sizeof(*nlh) || nftnl_rule_nlmsg_parse(nlh, r) < 0) {
			printf("= refused\n");
			nftnl_rule_free(r);
			continue;
		}
		memset(again, 0, sizeof(again));
		built = nftnl_nlmsg_build_hdr((char *)again, NFT_MSG_NEWRULE, NFPROTO_INET, nlh->nlmsg_flags, 1);
		nftnl_rule_nlmsg_build_payload(built, r);
		printf("= ");
		for (unsigned int i = 0; i < built->nlmsg_len; i++)
			printf("%02x", again[i]);
		nftnl_rule_snprintf(text, sizeof(text), r, NFTNL_OUTPUT_DEFAULT, 0);
		printf("\n%s\n", text);
		nftnl_rule_free(r);
	}
	return 0;
}
