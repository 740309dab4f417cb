/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * The network scenario: flows by cgroup, TCP connections, drops, DNS.
 *
 * Flows are counted where packets enter and leave a cgroup's sockets (cgroup_skb at the root of
 * cgroup v2): lengths are those of the IP packet, before segmentation on the way out and after
 * aggregation on the way in, as nftables counts them.
 */
#include "series.h"

#define TRANSMIT 0
#define RECEIVE 1
#define UNKNOWN 2

enum { SCOPE_LOOPBACK = 0, SCOPE_PRIVATE = 1, SCOPE_PUBLIC = 2, SCOPE_MULTICAST = 3 };
enum { WANT_FLOWS = 1, WANT_DNS = 2, WANT_PEER = 4 };

struct net_config {
	u32 wanted;
	u16 ephemeral_low; /* ports from here on are clients' */
	u16 dns_port;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct net_config);
} fg_net_config SEC(".maps");

struct flow_key {
	u64 cgroup;
	u8 peer[16]; /* zero unless asked for; IPv4 as ::ffff:a.b.c.d */
	u16 server_port;
	u8 transport;
	u8 family; /* 4 or 6 */
	u8 direction;
	u8 scope;
	u16 reserved;
};

struct flow_value {
	u64 bytes;
	u64 packets;
	u64 first_ns;
	u64 last_ns;
	u64 last_tick;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct flow_key);
	__type(value, struct flow_value);
} fg_flows SEC(".maps");

/* What found no room in fg_flows, by direction. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, struct flow_value);
} fg_flows_rest SEC(".maps");

static __always_inline void flow_add(struct flow_value *to, u64 bytes)
{
	__sync_fetch_and_add(&to->bytes, bytes);
	__sync_fetch_and_add(&to->packets, 1);
	CHANGED(to);
}

static __always_inline void count_flow(struct flow_key *key, u64 bytes)
{
	struct flow_value *value = bpf_map_lookup_elem(&fg_flows, key);
	u32 direction = key->direction;

	if (!value) {
		struct flow_value fresh = {.first_ns = bpf_ktime_get_ns()};

		/* Another CPU may be quicker: then this fails, and the entry is there. */
		bpf_map_update_elem(&fg_flows, key, &fresh, BPF_NOEXIST);
		value = bpf_map_lookup_elem(&fg_flows, key);
	}
	if (!value) {
		value = bpf_map_lookup_elem(&fg_flows_rest, &direction);
		if (!value)
			return;
		if (!value->first_ns)
			value->first_ns = bpf_ktime_get_ns();
	}
	flow_add(value, bytes);
	/* All that is seen is emitted: one counter is enough on the path of every packet. */
	COUNT(KIND_FLOW, emitted);
}

/* TCP ports that somebody listens on, or was seen to connect to. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, u16);
	__type(value, u8);
} fg_servers SEC(".maps");

static __always_inline void note_server(u16 port)
{
	u8 yes = 1;

	if (!bpf_map_lookup_elem(&fg_servers, &port))
		bpf_map_update_elem(&fg_servers, &port, &yes, BPF_ANY);
}

/* Of two ports that both are, or both are no client's. Not static: verified once, see forager.h. */
__noinline u32 fg_likely_server(u32 one, u32 other, u32 transport)
{
	u16 keys[2] = {one, other};

	if (transport == PROTOCOL_TCP) {
		int is_one = bpf_map_lookup_elem(&fg_servers, &keys[0]) != 0;
		int is_other = bpf_map_lookup_elem(&fg_servers, &keys[1]) != 0;

		if (is_one != is_other)
			return is_one ? one : other;
	}
	return one < other ? one : other;
}

/* Which of both ports is the server's: one that no client gets, one that is known, the lower. */
static __always_inline u16 server_port(u16 one, u16 other, u8 transport, u16 ephemeral_low)
{
	if ((one >= ephemeral_low) != (other >= ephemeral_low))
		return one >= ephemeral_low ? other : one;
	return fg_likely_server(one, other, transport);
}

static __always_inline u8 scope_of_v4(u32 address)
{
	if (address >> 24 == 127)
		return SCOPE_LOOPBACK;
	if (address >> 28 == 14 || address == 0xffffffff)
		return SCOPE_MULTICAST;
	if (address >> 24 == 10 || address >> 20 == 0xac1 || address >> 16 == 0xc0a8 ||
	    address >> 16 == 0xa9fe || address >> 22 == 0x191)
		return SCOPE_PRIVATE;
	return SCOPE_PUBLIC;
}

static __always_inline u8 scope_of_v6(const u8 *a)
{
	u64 high = *(const u64 *)a;
	u32 third = *(const u32 *)(a + 8);
	u32 last = *(const u32 *)(a + 12);

	if (!high && third == bpf_htonl(0xffff))
		return scope_of_v4(bpf_ntohl(last));
	if (!high && !third && last == bpf_htonl(1))
		return SCOPE_LOOPBACK;
	if (a[0] == 0xff)
		return SCOPE_MULTICAST;
	if ((a[0] & 0xfe) == 0xfc || (a[0] == 0xfe && (a[1] & 0xc0) == 0x80))
		return SCOPE_PRIVATE;
	return SCOPE_PUBLIC;
}

struct packet {
	u32 transport_offset;
	u16 source_port;
	u16 destination_port;
	u8 transport;
	u8 family;
	u8 peer[16] __attribute__((aligned(8)));
	u8 scope;
};

static __always_inline int read_v4(struct __sk_buff *skb, struct packet *to, int direction)
{
	u8 head[20] __attribute__((aligned(4)));
	u32 peer;

	if (bpf_skb_load_bytes(skb, 0, head, sizeof(head)))
		return -1;
	to->family = 4;
	to->transport = head[9];
	/* A later fragment has no ports. */
	to->transport_offset = ((head[6] & 0x1f) | head[7]) ? 0 : (head[0] & 15) * 4;
	peer = direction == TRANSMIT ? *(u32 *)(head + 16) : *(u32 *)(head + 12);
	*(u64 *)to->peer = 0;
	*(u32 *)(to->peer + 8) = bpf_htonl(0xffff);
	*(u32 *)(to->peer + 12) = peer;
	to->scope = scope_of_v4(bpf_ntohl(peer));
	return 0;
}

static __always_inline int read_v6(struct __sk_buff *skb, struct packet *to, int direction)
{
	u8 next;
	u32 offset = 40;

	if (bpf_skb_load_bytes(skb, 6, &next, 1) ||
	    bpf_skb_load_bytes(skb, direction == TRANSMIT ? 24 : 8, to->peer, 16))
		return -1;
	to->family = 6;
	to->scope = scope_of_v6(to->peer);
#pragma unroll
	for (int i = 0; i < 4; i++) {
		u8 extension[8];

		/* Hop-by-hop, routing, fragment, destination options. */
		if (next != 0 && next != 43 && next != 44 && next != 60)
			break;
		if (bpf_skb_load_bytes(skb, offset, extension, sizeof(extension)))
			return -1;
		if (next == 44 && ((extension[2] | (extension[3] & 0xf8)))) {
			to->transport = extension[0];
			to->transport_offset = 0;
			return 0;
		}
		offset += next == 44 ? 8 : (extension[1] + 1) * 8;
		next = extension[0];
	}
	to->transport = next;
	to->transport_offset = offset;
	return 0;
}

/* SYN without ACK goes to the server. */
static __always_inline void ports_of(struct packet *to, u16 source, u16 destination, u8 flags)
{
	to->source_port = bpf_ntohs(source);
	to->destination_port = bpf_ntohs(destination);
	if ((flags & 0x12) == 0x02)
		note_server(to->destination_port);
}

/*
 * Any packet, by the helper: it finds also what lies in a fragment of the buffer. Not static:
 * verified once.
 */
__noinline int fg_read_any(struct __sk_buff *skb, struct packet *to, int direction)
{
	u8 version;
	u16 ports[2];
	u8 tcp[14] __attribute__((aligned(4)));

	if (!to)
		return -1;
	if (bpf_skb_load_bytes(skb, 0, &version, 1))
		return -1;
	version >>= 4;
	if (version == 4 ? read_v4(skb, to, direction) : version != 6 || read_v6(skb, to, direction))
		return -1;
	to->source_port = 0;
	to->destination_port = 0;
	if (!to->transport_offset)
		return 0;
	if (to->transport == PROTOCOL_TCP) {
		if (!bpf_skb_load_bytes(skb, to->transport_offset, tcp, sizeof(tcp)))
			ports_of(to, *(u16 *)tcp, *(u16 *)(tcp + 2), tcp[13]);
		return 0;
	}
	if ((to->transport == PROTOCOL_UDP ||
	     to->transport == PROTOCOL_SCTP || to->transport == PROTOCOL_UDPLITE) &&
	    !bpf_skb_load_bytes(skb, to->transport_offset, ports, sizeof(ports)))
		ports_of(to, ports[0], ports[1], 0);
	return 0;
}

/* The heads of IPv4 without options and of TCP as far as they are read. */
struct plain_head {
	u8 version_and_length;
	u8 service;
	u16 total;
	u16 identification;
	u16 fragment;
	u8 lifetime;
	u8 transport;
	u16 checksum;
	u32 source;
	u32 destination;
	u16 source_port;
	u16 destination_port;
	u32 tcp_numbers[2];
	u8 tcp_offset;
	u8 tcp_flags;
};

#define PLAIN_V4 0x45
#define ANY_FRAGMENT 0x3fff

/* What most packets are is read in place, without a call. */
static __always_inline int read_packet(struct __sk_buff *skb, struct packet *to, int direction)
{
	struct plain_head *head = (void *)(u64)skb->data;
	u32 peer;

	if ((void *)(head + 1) > (void *)(u64)skb->data_end || head->version_and_length != PLAIN_V4 ||
	    head->transport != PROTOCOL_TCP || head->fragment & bpf_htons(ANY_FRAGMENT)) {
		__builtin_memset(to, 0, sizeof(*to));
		return fg_read_any(skb, to, direction);
	}
	to->family = 4;
	to->transport = PROTOCOL_TCP;
	to->transport_offset = sizeof(struct plain_head) - 14;
	peer = direction == TRANSMIT ? head->destination : head->source;
	*(u64 *)to->peer = 0;
	*(u32 *)(to->peer + 8) = bpf_htonl(0xffff);
	*(u32 *)(to->peer + 12) = peer;
	to->scope = scope_of_v4(bpf_ntohl(peer));
	ports_of(to, head->source_port, head->destination_port, head->tcp_flags);
	return 0;
}

/* The longest name has 255 bytes, its type and class 4, the head of a message 12. */
#define DNS_CAPTURE 272

struct dns_event {
	struct event_header head;
	u8 peer[16];
	u16 local_port;
	u8 direction;
	u8 family;
	u16 length; /* of the payload in this event */
	u16 reserved;
	u8 payload[DNS_CAPTURE];
};
EXPORT_TYPE(dns_event);

/* Questions that went out and have no answer yet, by what both have in common. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, u64);
	__type(value, u8);
} fg_dns_asked SEC(".maps");

struct dns_begin {
	u16 id;
	u8 flags;
	u8 code;
};

#define DNS_ANSWER 0x80

/*
 * Rates are for questions, and an answer has the fate of its question: without it, it would tell
 * nothing, and the question without its answer would be told as one that nobody answered.
 */
static __always_inline int may_emit_dns(u64 key, int is_answer, u64 cgroup)
{
	u8 one = 1;

	if (is_answer) {
		if (!bpf_map_delete_elem(&fg_dns_asked, &key))
			return 1;
		COUNT(KIND_DNS, sampled);
		return 0;
	}
	if (!within_rates(KIND_DNS, cgroup))
		return 0;
	bpf_map_update_elem(&fg_dns_asked, &key, &one, BPF_ANY);
	return 1;
}

static __always_inline void emit_dns(struct __sk_buff *skb, struct packet *packet, int direction,
				     u64 cgroup)
{
	u32 sequence;
	u32 offset = packet->transport_offset + 8;
	u32 length = skb->len - offset;
	struct dns_event *event;
	u16 port = direction == TRANSMIT ? packet->source_port : packet->destination_port;
	struct dns_begin begin = {};
	int is_answer;
	u32 peer;

	if (skb->len < offset + 12 || bpf_skb_load_bytes(skb, offset, &begin, sizeof(begin))) {
		COUNT(KIND_DNS, filtered);
		return;
	}
	is_answer = begin.flags & DNS_ANSWER;
	/* An answer that is sent, or a question that comes, is no part of a lookup of this host. */
	if (!is_answer == (direction == RECEIVE)) {
		COUNT(KIND_DNS, filtered);
		return;
	}
	__builtin_memcpy(&peer, packet->peer + 12, sizeof(peer));
	if (!may_emit_dns((u64)begin.id << 48 | (u64)port << 32 | peer, is_answer, cgroup))
		return;
	event = RESERVE_BULK(KIND_DNS, struct dns_event, sequence);
	if (!event)
		return;
	head(&event->head, KIND_DNS, sizeof(*event), sequence, cgroup);
	__builtin_memcpy(event->peer, packet->peer, 16);
	event->local_port = port;
	event->direction = direction;
	event->family = packet->family;
	event->reserved = 0;
	if (length > DNS_CAPTURE)
		length = DNS_CAPTURE;
	/* The verifier of older kernels forgets the lower bound: say it again. */
	asm volatile("" : "+r"(length));
	if (length - 1 < DNS_CAPTURE && !bpf_skb_load_bytes(skb, offset, event->payload, length))
		event->length = length;
	else
		event->length = 0;
	submit_bulk(event);
	COUNT(KIND_DNS, emitted);
}

static __always_inline int on_packet(struct __sk_buff *skb, int direction)
{
	u32 zero = 0;
	u64 cgroup = bpf_skb_cgroup_id(skb);
	struct net_config *config;
	struct packet packet;
	u16 server;

	/* First of all: what is not observed costs least. 1 lets the packet pass: it is only looked at. */
	if (!is_target(cgroup, 0)) {
		COUNT(KIND_FLOW, filtered);
		return 1;
	}
	config = bpf_map_lookup_elem(&fg_net_config, &zero);
	if (!config || read_packet(skb, &packet, direction))
		return 1;
	server = server_port(packet.source_port, packet.destination_port, packet.transport,
			     config->ephemeral_low);
	if (!is_target_port(server)) {
		COUNT(KIND_FLOW, filtered);
		return 1;
	}
	if (config->wanted & WANT_FLOWS) {
		struct flow_key key = {};

		key.cgroup = cgroup;
		if (config->wanted & WANT_PEER)
			__builtin_memcpy(key.peer, packet.peer, 16);
		key.transport = packet.transport;
		key.server_port = server;
		key.family = packet.family;
		key.direction = direction;
		key.scope = packet.scope;
		count_flow(&key, skb->len);
	}
	if ((config->wanted & WANT_DNS) && packet.transport == PROTOCOL_UDP &&
	    config->dns_port ==
		    (direction == TRANSMIT ? packet.destination_port : packet.source_port))
		emit_dns(skb, &packet, direction, cgroup);
	return 1;
}

SEC("cgroup_skb/egress")
int fg_packet_out(struct __sk_buff *skb)
{
	return on_packet(skb, TRANSMIT);
}

SEC("cgroup_skb/ingress")
int fg_packet_in(struct __sk_buff *skb)
{
	return on_packet(skb, RECEIVE);
}

/* TCP: one key for durations and one for counters, both by kind. */
struct tcp_key {
	u64 cgroup;
	u16 server_port;
	u8 kind;
	u8 direction;
	u32 reason; /* errno of a failed connect, kernel's reason of a drop */
};

HISTOGRAM_MAP(fg_tcp_time, struct tcp_key, 1024);
COUNT_MAP(fg_tcp_count, struct tcp_key, 4096);

/* Connections whose begin was seen. */
struct connection {
	u64 since_ns;
	u32 direction;
	u32 established;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 32768);
	__type(key, u64);
	__type(value, struct connection);
} fg_connections SEC(".maps");

/* Sockets by state, counted anew by each run of the iterator. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} fg_tcp_states SEC(".maps");

/*
 * What does not fit belongs to the series of its kind that has no cgroup and the port 65535, which
 * the loader put in before any program ran.
 */
static __always_inline void rest(struct tcp_key *key)
{
	key->cgroup = OVERFLOW_GROUP;
	key->server_port = 0xffff;
	key->direction = UNKNOWN;
	key->reason = 0;
}

/* Whether it is observed; else it is counted as filtered. A connection has no process. */
static __always_inline int is_wanted(const struct tcp_key *key)
{
	if (is_target(key->cgroup, 0) && (!key->server_port || is_target_port(key->server_port)))
		return 1;
	COUNT(key->kind, filtered);
	return 0;
}

/* Both not static: verified once in each program, not in each of the paths that come here. */
__noinline int fg_add_time(struct tcp_key *to, u64 ns)
{
	struct tcp_key key;

	if (!to)
		return 0;
	key = *to;
	if (!is_wanted(&key))
		return 0;
	if (!HISTOGRAM_ADD(fg_tcp_time, &key, ns)) {
		rest(&key);
		if (!HISTOGRAM_ADD(fg_tcp_time, &key, ns)) {
			COUNT(key.kind, lost);
			return 0;
		}
	}
	COUNT(key.kind, emitted);
	return 0;
}

__noinline int fg_add_count(struct tcp_key *to)
{
	struct tcp_key key;

	if (!to)
		return 0;
	key = *to;
	if (!is_wanted(&key))
		return 0;
	if (!COUNT_ADD(fg_tcp_count, &key, 1)) {
		rest(&key);
		if (!COUNT_ADD(fg_tcp_count, &key, 1)) {
			COUNT(key.kind, lost);
			return 0;
		}
	}
	COUNT(key.kind, emitted);
	return 0;
}

/* A request or timewait socket is a shorter struct: what lies behind sock_common is not there. */
static __always_inline int is_full(const struct sock *sk)
{
	u8 state = BPF_CORE_READ(sk, __sk_common.skc_state);

	return state != TCP_TIME_WAIT && state != TCP_NEW_SYN_RECV;
}

static __always_inline u16 local_port(const struct sock *sk)
{
	u16 port = BPF_CORE_READ(sk, __sk_common.skc_num);

	/* A closed socket has given its port back already. */
	return port ? port : bpf_ntohs(BPF_CORE_READ((struct inet_sock *)sk, inet_sport));
}

static __always_inline u16 ephemeral_low(void)
{
	u32 zero = 0;
	struct net_config *config = bpf_map_lookup_elem(&fg_net_config, &zero);

	return config ? config->ephemeral_low : 32768;
}

static __always_inline void key_of(struct tcp_key *to, const struct sock *sk, u8 kind, u8 direction)
{
	u16 remote = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));

	__builtin_memset(to, 0, sizeof(*to));
	to->cgroup = group_of_socket(sk);
	to->kind = kind;
	to->direction = direction;
	if (direction == TRANSMIT)
		to->server_port = remote;
	else if (direction == RECEIVE)
		to->server_port = local_port(sk);
	else
		to->server_port =
			server_port(local_port(sk), remote, PROTOCOL_TCP, ephemeral_low());
}

static __always_inline u8 direction_of(const struct sock *sk)
{
	u64 id = (u64)sk;
	struct connection *connection = bpf_map_lookup_elem(&fg_connections, &id);

	return connection ? connection->direction : UNKNOWN;
}

SEC("raw_tp/inet_sock_set_state")
int BPF_PROG(fg_tcp_state, const struct sock *sk, int before, int now)
{
	u64 id = (u64)sk;
	u64 time = bpf_ktime_get_ns();
	struct connection *known;
	struct tcp_key key;

	if (BPF_CORE_READ(sk, sk_protocol) != PROTOCOL_TCP)
		return 0;
	if (now == TCP_LISTEN) {
		note_server(BPF_CORE_READ(sk, __sk_common.skc_num));
		return 0;
	}
	if (now == TCP_SYN_SENT) {
		struct connection fresh = {time, TRANSMIT, 0};

		bpf_map_update_elem(&fg_connections, &id, &fresh, BPF_ANY);
		return 0;
	}
	known = bpf_map_lookup_elem(&fg_connections, &id);
	if (now == TCP_ESTABLISHED && before == TCP_SYN_RECV && !known) {
		struct connection fresh = {time, RECEIVE, 1};

		bpf_map_update_elem(&fg_connections, &id, &fresh, BPF_ANY);
		return 0;
	}
	if (!known || known->established || known->direction != TRANSMIT)
		return 0;
	if (now != TCP_ESTABLISHED && now != TCP_CLOSE)
		return 0;
	key_of(&key, sk, KIND_TCP_CONNECT, TRANSMIT);
	if (now == TCP_CLOSE) {
		s32 error = BPF_CORE_READ(sk, sk_err);

		/* Given up by its own process: ECANCELED. */
		key.reason = error > 0 && error < 4096 ? error : 125;
	}
	fg_add_time(&key, time - known->since_ns);
	if (now == TCP_CLOSE) {
		bpf_map_delete_elem(&fg_connections, &id);
		return 0;
	}
	known->since_ns = time;
	known->established = 1;
	return 0;
}

static __always_inline void add_rtt(const struct sock *sk, u8 direction)
{
	/* The kernel keeps eight times the smoothed time, in microseconds. */
	u64 rtt = BPF_CORE_READ((struct tcp_sock *)sk, srtt_us) >> 3;
	struct tcp_key key;

	if (!rtt)
		return;
	key_of(&key, sk, KIND_TCP_RTT, direction);
	fg_add_time(&key, rtt * 1000);
}

SEC("raw_tp/tcp_destroy_sock")
int BPF_PROG(fg_tcp_close, struct sock *sk)
{
	u64 id = (u64)sk;
	struct connection *known = bpf_map_lookup_elem(&fg_connections, &id);
	u8 direction = known ? known->direction : UNKNOWN;

	add_rtt(sk, direction);
	if (!known)
		return 0;
	if (known->established) {
		struct tcp_key key;

		key_of(&key, sk, KIND_TCP_CLOSE, direction);
		fg_add_time(&key, bpf_ktime_get_ns() - known->since_ns);
	}
	bpf_map_delete_elem(&fg_connections, &id);
	return 0;
}

SEC("raw_tp/tcp_retransmit_skb")
int BPF_PROG(fg_tcp_again, const struct sock *sk)
{
	struct tcp_key key;

	/*
	 * Newer kernels (6.16) tell failures too: the last one is still queued (negative), or the
	 * queue of the device had no room (positive). Nothing was sent then.
	 */
	if (bpf_core_field_exists(((struct trace_event_raw_tcp_retransmit_skb *)0)->err) &&
	    (int)ctx[2])
		return 0;
	if (!is_full(sk))
		return 0;
	key_of(&key, sk, KIND_TCP_RETRANSMIT, direction_of(sk));
	fg_add_count(&key);
	return 0;
}

static __always_inline int on_reset(const struct sock *sk, u8 direction)
{
	struct tcp_key key = {};

	/* A port that nobody listens on has no socket, and so no cgroup. */
	if (sk && is_full(sk))
		key_of(&key, sk, KIND_TCP_RESET, UNKNOWN);
	key.kind = KIND_TCP_RESET;
	key.direction = direction;
	fg_add_count(&key);
	return 0;
}

SEC("raw_tp/tcp_send_reset")
int BPF_PROG(fg_reset_out, const struct sock *sk)
{
	return on_reset(sk, TRANSMIT);
}

SEC("raw_tp/tcp_receive_reset")
int BPF_PROG(fg_reset_in, const struct sock *sk)
{
	return on_reset(sk, RECEIVE);
}

SEC("raw_tp/kfree_skb")
int BPF_PROG(fg_drop, struct sk_buff *skb, void *location, u32 reason)
{
	struct tcp_key key = {};
	struct sock *sk;

	/* 0 and 1: not dropped. */
	if (reason < 2)
		return 0;
	sk = BPF_CORE_READ(skb, sk);
	if (sk && is_full(sk))
		key.cgroup = group_of_socket(sk);
	key.kind = KIND_DROP;
	key.direction = UNKNOWN;
	key.reason = reason;
	fg_add_count(&key);
	return 0;
}

/* All TCP sockets, once an interval: round-trip times of those that live long, and states. */
SEC("iter/tcp")
int fg_tcp_sockets(struct bpf_iter__tcp *context)
{
	struct sock_common *common = context->sk_common;
	u32 state;
	u64 *count;

	if (!common)
		return 0;
	state = BPF_CORE_READ(common, skc_state);
	count = bpf_map_lookup_elem(&fg_tcp_states, &state);
	if (count)
		__sync_fetch_and_add(count, 1);
	if (state == TCP_LISTEN)
		note_server(BPF_CORE_READ(common, skc_num));
	if (state == TCP_ESTABLISHED)
		add_rtt((struct sock *)common, direction_of((struct sock *)common));
	return 0;
}

EXPORT_TYPE(flow_key);
EXPORT_TYPE(flow_value);
EXPORT_TYPE(tcp_key);
EXPORT_TYPE(series_count);
EXPORT_TYPE(histogram);
EXPORT_TYPE(net_config);
