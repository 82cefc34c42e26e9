/* What has no name of its own in the headers, by the names it has in Java; included into the program that generate.sh writes. */
PRINT_AS("NLA_TYPE_MASK", (__u16)NLA_TYPE_MASK);
PRINT_AS("NFGENMSG", sizeof(struct nfgenmsg));
PRINT_AS("SOCKADDR_LL", sizeof(struct sockaddr_ll));
PRINT_AS("SOCK_RAW_CLOEXEC", SOCK_RAW | SOCK_CLOEXEC);
PRINT_AS("O_RDONLY_CLOEXEC", O_RDONLY | O_CLOEXEC);
PRINT_AS("NF_CT_STATE_INVALID", NF_CT_STATE_INVALID_BIT);
PRINT_AS("NF_CT_STATE_ESTABLISHED", NF_CT_STATE_BIT(IP_CT_ESTABLISHED));
PRINT_AS("NF_CT_STATE_RELATED", NF_CT_STATE_BIT(IP_CT_RELATED));
PRINT_AS("NF_CT_STATE_NEW", NF_CT_STATE_BIT(IP_CT_NEW));
PRINT_AS("NF_CT_STATE_UNTRACKED", NF_CT_STATE_UNTRACKED_BIT);
PRINT_AS("SOCKADDR_NL", sizeof(struct sockaddr_nl));
PRINT_AS("IFINFOMSG", sizeof(struct ifinfomsg));
PRINT_AS("IFADDRMSG", sizeof(struct ifaddrmsg));
PRINT_AS("RTMSG", sizeof(struct rtmsg));
PRINT_AS("TCMSG", sizeof(struct tcmsg));
PRINT_AS("FIB_RULE_HDR", sizeof(struct fib_rule_hdr));
PRINT(NLA_HDRLEN);
PRINT(NLMSG_HDRLEN);
