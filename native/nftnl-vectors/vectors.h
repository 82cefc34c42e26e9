/* What the parts of nftnl-vectors share. */
#ifndef VECTORS_H
#define VECTORS_H

#include <libmnl/libmnl.h>
#include <libnftnl/batch.h>
#include <libnftnl/chain.h>
#include <libnftnl/common.h>
#include <libnftnl/expr.h>
#include <libnftnl/flowtable.h>
#include <libnftnl/object.h>
#include <libnftnl/rule.h>
#include <libnftnl/set.h>
#include <libnftnl/table.h>
#include <libnftnl/udata.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_nat.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct nftnl_expr expr;

/* Has SET put a comment into ATTRIBUTE of OBJECT. */
#define COMMENT(set, object, attribute, type, text)                                                         \
	do {                                                                                                \
		struct nftnl_udata_buf *buf = nftnl_udata_buf_alloc(NFT_USERDATA_MAXLEN);                   \
		nftnl_udata_put_strz(buf, type, text);                                                      \
		set(object, attribute, nftnl_udata_buf_data(buf), nftnl_udata_buf_len(buf));                \
		nftnl_udata_buf_free(buf);                                                                  \
	} while (0)

extern enum form { HEX, MNL, TEXT } form;

struct nlmsghdr *start(int type, int family, int flags);
void print(const char *name, const struct nlmsghdr *nlh);

/* A rule of the chain c without expressions, and its message. */
struct nftnl_rule *rule(void);
void rule_print(const char *name, struct nftnl_rule *r, int flags);

/* A rule of one expression. */
void one(const char *name, expr *e);

/* An expression with 32-bit attributes: pairs of attribute and value, ended by -1. */
expr *words(const char *kind, ...);

expr *counter(uint64_t packets, uint64_t bytes);
expr *limit(uint64_t rate, uint64_t unit, uint32_t burst, uint32_t type, uint32_t flags);

/* The vectors. */
void tables(void);
void rules(void);
void statements(void);
void sets(void);
void elements(void);
void objects(void);
void flowtables(void);
void deletions(void);

/* What begins and ends a batch. */
void frame(void);

/* Rereads messages from standard input, in hexadecimal, one a line. */
int reread(void);

#endif
