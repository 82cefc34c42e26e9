/*
 * Prints nf_tables messages as libnftnl encodes them, one "NAME HEX" a line: the same objects that the Java codec encodes in its
 * test, which compares the bytes. What the Java library models and the libnftnl of Debian 12 can encode is here at least once.
 *
 * With the argument "mnl", each message is printed as libmnl does, and with "text", each rule as libnftnl does, after a line
 * "== NAME".
 *
 * With "reread", messages come from standard input in hexadecimal, one a line. Each is given back as "= HEX", encoded from what
 * libnftnl understood of it, and then as libnftnl prints it; or as "= refused".
 */
#include "vectors.h"

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "reread") == 0)
		return reread();
	if (argc > 1)
		form = strcmp(argv[1], "mnl") == 0 ? MNL : TEXT;
	tables();
	rules();
	statements();
	sets();
	elements();
	objects();
	flowtables();
	deletions();
	frame();
	return 0;
}
