/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * What the programs know of the kernel: the few constants of its user-space API and, of its
 * structs, only the fields that are read. libbpf finds their real offsets in the running kernel's
 * BTF at load (CO-RE), so nothing here depends on a kernel version and no vmlinux.h is needed.
 */
#ifndef FORAGER_KERN_H
#define FORAGER_KERN_H

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed char __s8;
typedef short __s16;
typedef int __s32;
typedef long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u64 __be64;
typedef __u32 __wsum;

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s32 s32;
typedef __s64 s64;

/* include/uapi/linux/bpf.h */
enum {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_PERCPU_HASH = 5,
	BPF_MAP_TYPE_PERCPU_ARRAY = 6,
	BPF_MAP_TYPE_STACK_TRACE = 7,
	BPF_MAP_TYPE_LRU_HASH = 9,
	BPF_MAP_TYPE_LRU_PERCPU_HASH = 10,
	BPF_MAP_TYPE_LPM_TRIE = 11,
	BPF_MAP_TYPE_RINGBUF = 27,
	BPF_MAP_TYPE_TASK_STORAGE = 29,
};

enum { BPF_ANY = 0, BPF_NOEXIST = 1, BPF_EXIST = 2 };
enum { BPF_F_NO_PREALLOC = 1, BPF_LOCAL_STORAGE_GET_F_CREATE = 1 };
enum { BPF_RB_NO_WAKEUP = 1, BPF_RB_FORCE_WAKEUP = 2, BPF_RB_AVAIL_DATA = 0 };

/* The context of cgroup_skb programs; the verifier knows it by these offsets. */
struct __sk_buff {
	u32 len;
	u32 pkt_type;
	u32 mark;
	u32 queue_mapping;
	u32 protocol;
	u32 others[14]; /* not read */
	u32 data;
	u32 data_end;
};

#define CORE __attribute__((preserve_access_index))

struct kernfs_node {
	u64 id;
} CORE;

struct cgroup_root {
	int hierarchy_id;
} CORE;

struct cgroup {
	struct kernfs_node *kn;
	struct cgroup_root *root;
} CORE;

struct cgroup_subsys_state___v1 {
	struct cgroup *cgroup;
} CORE;

struct css_set {
	struct cgroup_subsys_state___v1 *subsys[1]; /* one for each controller */
	struct cgroup *dfl_cgrp;
} CORE;

struct ns_common {
	u32 inum;
} CORE;

struct pid_namespace {
	struct ns_common ns;
} CORE;

struct nsproxy {
	struct pid_namespace *pid_ns_for_children;
} CORE;

struct task_struct {
	int pid;
	int tgid;
	u64 start_boottime;
	struct task_struct *group_leader;
	struct nsproxy *nsproxy;
	struct css_set *cgroups;
} CORE;

/* Until Linux 5.5 the field had another name. */
struct task_struct___old {
	u64 real_start_time;
} CORE;

struct sock_cgroup_data {
	struct cgroup *cgroup;
} CORE;

/* Until Linux 5.14: a pointer whose low bits are flags. */
struct sock_cgroup_data___old {
	u64 val;
} CORE;

struct sock_common {
	u16 skc_num;
	__be16 skc_dport;
	unsigned short skc_family;
	volatile unsigned char skc_state;
} CORE;

struct sock {
	struct sock_common __sk_common;
	struct sock_cgroup_data sk_cgrp_data;
	u16 sk_protocol;
	int sk_err;
} CORE;

struct inet_sock {
	__be16 inet_sport;
} CORE;

struct tcp_sock {
	u32 srtt_us;
} CORE;

struct sk_buff {
	struct sock *sk;
} CORE;

/* Where it has this field, the tracepoint tells the result of sending. */
struct trace_event_raw_tcp_retransmit_skb {
	int err;
} CORE;

struct bpf_iter_meta;

struct bpf_iter__tcp {
	struct bpf_iter_meta *meta;
	struct sock_common *sk_common;
};

/* include/net/tcp_states.h */
enum {
	TCP_ESTABLISHED = 1,
	TCP_SYN_SENT = 2,
	TCP_SYN_RECV = 3,
	TCP_TIME_WAIT = 6,
	TCP_CLOSE = 7,
	TCP_LISTEN = 10,
	TCP_NEW_SYN_RECV = 12,
};

enum { PROTOCOL_TCP = 6, PROTOCOL_UDP = 17, PROTOCOL_UDPLITE = 136, PROTOCOL_SCTP = 132 };

#endif
