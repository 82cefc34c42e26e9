#!/bin/sh
# Writes, to standard output, a C program that prints every constant of the kernel's headers as "NAME VALUE", one a line. The
# headers themselves are read for the names, so that none can be forgotten: enumerators as the preprocessor leaves them, and
# macros that stand for a number. unnamed.h adds what has no name there.
#
# Usage: generate.sh > probe.c && cc -o uapi-probe probe.c
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cc=${CC:-cc}

enumerators() {
	"$cc" -E -P "$here/headers.h" | tr '\n' ' ' | tr '}' '\n' |
		sed -n 's/^.*enum[^{;]*{\([^{]*\)$/\1/p' |
		tr ',' '\n' | sed -n 's/^ *\([A-Za-z_][A-Za-z0-9_]*\).*$/\1/p'
}

# Of those families that the library restates, and only what is made of numbers and of other constants.
macros() {
	"$cc" -E -dM "$here/headers.h" |
		sed -n -E 's/^#define ((AF|ARPHRD|CLONE|E[A-Z]|CTA|ETH|IFA|IFF|IFLA|IFNAMSIZ|MSG|NETLINK|NF|NFNL|NFNLGRP|NFPROTO|NFQNL|NFT|NFTA|NFUL|NFULA|NFULNL|NLA|NLM|NLMSG|NLMSGERR|FRA|FR|FIB|PACKET|POLL|RT|RTA|RTAX|RTM|RTN|RTNH|RTPROT|RTNLGRP|SO|SOCK|SOL|TCP_CONNTRACK|VETH|XT)[A-Z0-9_]*) +[-+ ~|<>()A-Z0-9_xa-f]+$/\1/p'
}

cat <<END
#include "$here/headers.h"
#define PRINT_AS(name, value) printf("%s %d\\n", name, (int)(value))
#define PRINT(name) PRINT_AS(#name, name)
int main(void)
{
END
{ enumerators; macros; } | LC_ALL=C sort -u | sed 's/.*/	PRINT(&);/'
cat <<END
#include "$here/unnamed.h"
	return 0;
}
END
