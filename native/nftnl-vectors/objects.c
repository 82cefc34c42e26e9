/* Stateful objects and flowtables. libnftnl 1.2.4 knows no object of connlimit, and no options of GENEVE. */
#include "vectors.h"

static struct nftnl_obj *object(int type)
{
	struct nftnl_obj *o = nftnl_obj_alloc();

	nftnl_obj_set_str(o, NFTNL_OBJ_TABLE, "t");
	nftnl_obj_set_str(o, NFTNL_OBJ_NAME, "o");
	nftnl_obj_set_u32(o, NFTNL_OBJ_TYPE, type);
	return o;
}

static void object_print(const char *name, struct nftnl_obj *o)
{
	struct nlmsghdr *nlh = start(NFT_MSG_NEWOBJ, NFPROTO_INET, NLM_F_CREATE);

	nftnl_obj_nlmsg_build_payload(nlh, o);
	print(name, nlh);
	nftnl_obj_free(o);
}

static struct nftnl_obj *counted(uint64_t packets, uint64_t bytes)
{
	struct nftnl_obj *o = object(NFT_OBJECT_COUNTER);

	nftnl_obj_set_u64(o, NFTNL_OBJ_CTR_BYTES, bytes);
	nftnl_obj_set_u64(o, NFTNL_OBJ_CTR_PKTS, packets);
	return o;
}

static void shared(void)
{
	struct nftnl_obj *o = counted(0, 0);

	object_print("object-counter", counted(3, 180));
	COMMENT(nftnl_obj_set_data, o, NFTNL_OBJ_USERDATA, NFTNL_UDATA_OBJ_COMMENT, "why");
	object_print("object-counter-comment", o);

	o = object(NFT_OBJECT_QUOTA);
	nftnl_obj_set_u64(o, NFTNL_OBJ_QUOTA_BYTES, 1 << 20);
	nftnl_obj_set_u64(o, NFTNL_OBJ_QUOTA_CONSUMED, 7);
	nftnl_obj_set_u32(o, NFTNL_OBJ_QUOTA_FLAGS, NFT_QUOTA_F_INV);
	object_print("object-quota", o);

	o = object(NFT_OBJECT_LIMIT);
	nftnl_obj_set_u64(o, NFTNL_OBJ_LIMIT_RATE, 5);
	nftnl_obj_set_u64(o, NFTNL_OBJ_LIMIT_UNIT, 60);
	nftnl_obj_set_u32(o, NFTNL_OBJ_LIMIT_BURST, 5);
	nftnl_obj_set_u32(o, NFTNL_OBJ_LIMIT_TYPE, NFT_LIMIT_PKTS);
	nftnl_obj_set_u32(o, NFTNL_OBJ_LIMIT_FLAGS, 0);
	object_print("object-limit", o);

	o = object(NFT_OBJECT_SYNPROXY);
	nftnl_obj_set_u16(o, NFTNL_OBJ_SYNPROXY_MSS, 1460);
	nftnl_obj_set_u8(o, NFTNL_OBJ_SYNPROXY_WSCALE, 7);
	nftnl_obj_set_u32(o, NFTNL_OBJ_SYNPROXY_FLAGS, 15);
	object_print("object-synproxy", o);
}

static void conntrack(void)
{
	uint32_t udp[NFTNL_CTTIMEOUT_UDP_MAX] = {7, 130};
	uint32_t tcp[NFTNL_CTTIMEOUT_TCP_MAX];
	struct nftnl_obj *o = object(NFT_OBJECT_CT_HELPER);

	nftnl_obj_set_str(o, NFTNL_OBJ_CT_HELPER_NAME, "ftp");
	nftnl_obj_set_u16(o, NFTNL_OBJ_CT_HELPER_L3PROTO, NFPROTO_IPV4);
	nftnl_obj_set_u8(o, NFTNL_OBJ_CT_HELPER_L4PROTO, 6);
	object_print("object-ct-helper", o);

	o = object(NFT_OBJECT_CT_TIMEOUT);
	nftnl_obj_set_u16(o, NFTNL_OBJ_CT_TIMEOUT_L3PROTO, NFPROTO_IPV4);
	nftnl_obj_set_u8(o, NFTNL_OBJ_CT_TIMEOUT_L4PROTO, 17);
	nftnl_obj_set_data(o, NFTNL_OBJ_CT_TIMEOUT_ARRAY, udp, sizeof(udp));
	object_print("object-ct-timeout-udp", o);

	for (int i = 0; i < NFTNL_CTTIMEOUT_TCP_MAX; i++)
		tcp[i] = 100 + i;
	o = object(NFT_OBJECT_CT_TIMEOUT);
	nftnl_obj_set_u16(o, NFTNL_OBJ_CT_TIMEOUT_L3PROTO, NFPROTO_IPV6);
	nftnl_obj_set_u8(o, NFTNL_OBJ_CT_TIMEOUT_L4PROTO, 6);
	nftnl_obj_set_data(o, NFTNL_OBJ_CT_TIMEOUT_ARRAY, tcp, sizeof(tcp));
	object_print("object-ct-timeout-tcp", o);

	o = object(NFT_OBJECT_CT_EXPECT);
	nftnl_obj_set_u16(o, NFTNL_OBJ_CT_EXPECT_L3PROTO, NFPROTO_IPV4);
	nftnl_obj_set_u8(o, NFTNL_OBJ_CT_EXPECT_L4PROTO, 6);
	nftnl_obj_set_u16(o, NFTNL_OBJ_CT_EXPECT_DPORT, 9876);
	nftnl_obj_set_u32(o, NFTNL_OBJ_CT_EXPECT_TIMEOUT, 60000);
	nftnl_obj_set_u8(o, NFTNL_OBJ_CT_EXPECT_SIZE, 12);
	object_print("object-ct-expect", o);

	o = object(NFT_OBJECT_SECMARK);
	nftnl_obj_set_str(o, NFTNL_OBJ_SECMARK_CTX, "system_u:object_r:ssh_server_packet_t:s0");
	object_print("object-secmark", o);
}

static struct nftnl_obj *tunnel(void)
{
	struct nftnl_obj *o = object(NFT_OBJECT_TUNNEL);

	nftnl_obj_set_u32(o, NFTNL_OBJ_TUNNEL_ID, 77);
	nftnl_obj_set_u32(o, NFTNL_OBJ_TUNNEL_FLAGS, NFT_TUNNEL_F_ZERO_CSUM_TX);
	nftnl_obj_set_u8(o, NFTNL_OBJ_TUNNEL_TOS, 4);
	nftnl_obj_set_u8(o, NFTNL_OBJ_TUNNEL_TTL, 64);
	nftnl_obj_set_u16(o, NFTNL_OBJ_TUNNEL_SPORT, 1000);
	nftnl_obj_set_u16(o, NFTNL_OBJ_TUNNEL_DPORT, 4789);
	return o;
}

static struct nftnl_obj *tunnel4(void)
{
	struct nftnl_obj *o = tunnel();

	nftnl_obj_set_data(o, NFTNL_OBJ_TUNNEL_IPV4_SRC, "\x0a\x00\x00\x01", 4);
	nftnl_obj_set_data(o, NFTNL_OBJ_TUNNEL_IPV4_DST, "\x0a\x00\x00\x02", 4);
	return o;
}

static void tunnels(void)
{
	static const unsigned char from[16] = {0xfd, [15] = 1}, to[16] = {0xfd, [15] = 2};
	struct nftnl_obj *o = tunnel();

	object_print("object-tunnel", tunnel4());
	nftnl_obj_set_data(o, NFTNL_OBJ_TUNNEL_IPV6_SRC, from, sizeof(from));
	nftnl_obj_set_data(o, NFTNL_OBJ_TUNNEL_IPV6_DST, to, sizeof(to));
	nftnl_obj_set_u32(o, NFTNL_OBJ_TUNNEL_IPV6_FLOWLABEL, 5);
	object_print("object-tunnel-ip6", o);

	o = tunnel4();
	nftnl_obj_set_u32(o, NFTNL_OBJ_TUNNEL_VXLAN_GBP, 9);
	object_print("object-tunnel-vxlan", o);

	o = tunnel4();
	nftnl_obj_set_u32(o, NFTNL_OBJ_TUNNEL_ERSPAN_VERSION, 1);
	nftnl_obj_set_u32(o, NFTNL_OBJ_TUNNEL_ERSPAN_V1_INDEX, 3);
	object_print("object-tunnel-erspan-1", o);

	o = tunnel4();
	nftnl_obj_set_u32(o, NFTNL_OBJ_TUNNEL_ERSPAN_VERSION, 2);
	nftnl_obj_set_u8(o, NFTNL_OBJ_TUNNEL_ERSPAN_V2_HWID, 4);
	nftnl_obj_set_u8(o, NFTNL_OBJ_TUNNEL_ERSPAN_V2_DIR, 1);
	object_print("object-tunnel-erspan-2", o);
}

void objects(void)
{
	shared();
	conntrack();
	tunnels();
}

static void flowtable(const char *name, const char **devices, uint32_t flags)
{
	struct nftnl_flowtable *f = nftnl_flowtable_alloc();
	struct nlmsghdr *nlh = start(NFT_MSG_NEWFLOWTABLE, NFPROTO_INET, NLM_F_CREATE);

	nftnl_flowtable_set_str(f, NFTNL_FLOWTABLE_TABLE, "t");
	nftnl_flowtable_set_str(f, NFTNL_FLOWTABLE_NAME, "f");
	nftnl_flowtable_set_u32(f, NFTNL_FLOWTABLE_HOOKNUM, NF_NETDEV_INGRESS);
	nftnl_flowtable_set_u32(f, NFTNL_FLOWTABLE_PRIO, -5);
	nftnl_flowtable_set_array(f, NFTNL_FLOWTABLE_DEVICES, devices);
	nftnl_flowtable_set_u32(f, NFTNL_FLOWTABLE_FLAGS, flags);
	nftnl_flowtable_nlmsg_build_payload(nlh, f);
	print(name, nlh);
	nftnl_flowtable_free(f);
}

void flowtables(void)
{
	static const char *several[] = {"eth0", "lo", NULL}, *none[] = {NULL};

	flowtable("flowtable", several, 0);
	flowtable("flowtable-counter-offload", several, NFT_FLOWTABLE_HW_OFFLOAD | NFT_FLOWTABLE_COUNTER);
	flowtable("flowtable-without-devices", none, 0);
}
