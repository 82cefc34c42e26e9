/* Begins a message, and prints it in the form that was asked for. */
#include "vectors.h"

static char message[16384];
enum form form;

struct nlmsghdr *start(int type, int family, int flags)
{
	memset(message, 0, sizeof(message));
	return nftnl_nlmsg_build_hdr(message, type, family, flags, 1);
}

void print(const char *name, const struct nlmsghdr *nlh)
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
