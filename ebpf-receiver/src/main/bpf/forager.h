/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * What all objects share: two rings, counters of what became of each event, the head of an event,
 * histograms on the grid of OTLP. The maps here exist once in the process: the runtime creates them
 * with the first object and hands them to the others.
 *
 * Names of maps and programs begin with fg_, so that an operator sees whose they are.
 */
#ifndef FORAGER_H
#define FORAGER_H

#include "kern.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

/* Kinds of events and of counted occurrences. Each scenario has a range of its own. */
enum event_kind {
	KIND_CGROUP = 1,		/* core: 1-15 */
	KIND_TEST = 15,
	KIND_FLOW = 16,			/* network: 16-31 */
	KIND_TCP_CONNECT = 17,
	KIND_TCP_CLOSE = 18,
	KIND_TCP_RETRANSMIT = 19,
	KIND_TCP_RESET = 20,
	KIND_DROP = 21,
	KIND_DNS = 22,
	KIND_TCP_RTT = 23,
	/* performance: 32-47, security: 48-95, faults: 96-127, custom programs: 128-191 */
	KINDS = 192,
};

#define EVENT_VERSION 1

/* What became of the occurrences of one kind, whose number is the sum of all but truncated. */
struct kind_stats {
	u64 filtered;
	u64 sampled;
	u64 emitted;
	u64 lost;
	u64 truncated;
};

/* Knobs that may change while programs run. */
struct shared_config {
	u64 critical_wakeup_bytes;
	u64 bulk_wakeup_bytes;
	u64 node_interval_ns;	/* least mean time between two bulk events; 0: no limit */
	u64 cgroup_interval_ns; /* the same for each control group */
	u32 target;		/* what narrows the target: the bits below */
	u32 self;		/* the process that is not observed, this one; 0: none is excluded */
	u32 v1_subsystem;	/* 1 + the controller of cgroup v1 that tells containers apart; 0: none */
	u32 sample_shift;	/* of records one in 2^n goes out: the pipeline cannot take all */
};

/* Bits of target: lists that decide, and whether what they do not know is wanted. */
enum {
	TARGET_CGROUPS = 1,
	TARGET_PROCESSES = 2,
	TARGET_PORTS = 4,
	TARGET_OTHER_CGROUPS = 8,
	TARGET_OTHER_PROCESSES = 16,
	TARGET_OTHER_PORTS = 32,
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} fg_critical SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 23);
} fg_bulk SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, KINDS);
	__type(key, u32);
	__type(value, struct kind_stats);
} fg_stats SEC(".maps");

/* Next sequence number of each ring on each CPU. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, u64);
} fg_sequence SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct shared_config);
} fg_config SEC(".maps");

/* When the next bulk event of a control group conforms to its rate; 0 is the node. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, u64);
	__type(value, u64);
} fg_rates SEC(".maps");

/* What the target's lists say of control groups, processes and ports: 1 wanted, 0 not. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 65536);
	__type(key, u64);
	__type(value, u8);
} fg_target_group SEC(".maps");

/*
 * The same of the group that user space told last of those with the same low bits of their id, as
 * id << 1 | wanted: found without a call. A group that is not in its slot is in the table.
 */
#define GROUP_SLOTS 4096
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, GROUP_SLOTS);
	__type(key, u32);
	__type(value, u64);
} fg_target_slot SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, u32);
	__type(value, u8);
} fg_target_task SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 1024);
	__type(key, u16);
	__type(value, u8);
} fg_target_port SEC(".maps");

/*
 * The head of each event. The sequence counts per ring and CPU: a gap is a loss. pid and
 * start_boottime together name a process for good, since numbers come again.
 */
struct event_header {
	u16 size;
	u8 kind;
	u8 version;
	u32 sequence;
	u64 monotonic_ns;
	u64 cgroup;
	u32 tgid;
	u32 tid;
	u64 start_boottime;
	char comm[16];
	u32 uid;
	u32 pid_namespace;
	u32 cpu;
	u32 sample_shift; /* it stands for 2^n of its kind */
};

_Static_assert(sizeof(struct event_header) == 72, "part of the ABI");

/* Makes the compiler put the type into BTF, from which the reader takes its offsets. */
#define EXPORT_TYPE(type) const struct type *export_##type __attribute__((unused))
EXPORT_TYPE(event_header);
const enum event_kind *export_event_kind __attribute__((unused));

static __always_inline struct kind_stats *stats_of(u32 kind)
{
	return bpf_map_lookup_elem(&fg_stats, &kind);
}

/*
 * Adds to one counter. Per CPU, but a program of process context may be interrupted by the same one
 * in softirq: without the atomic add one of both increments would be lost.
 */
#define COUNT(kind, outcome) \
	do { \
		struct kind_stats *stats_ = stats_of(kind); \
		if (stats_) \
			__sync_fetch_and_add(&stats_->outcome, 1); \
	} while (0)

static __always_inline struct shared_config *shared(void)
{
	u32 zero = 0;

	return bpf_map_lookup_elem(&fg_config, &zero);
}

/*
 * Functions that are not static are verified once, by themselves, and not again in each path that
 * calls them: loading takes a fraction of the time.
 */
__noinline int fg_is_chosen_group(u32 target, u64 cgroup)
{
	u8 *wanted = bpf_map_lookup_elem(&fg_target_group, &cgroup);

	return wanted ? *wanted : (target & TARGET_OTHER_CGROUPS) != 0;
}

__noinline int fg_is_chosen_task(u32 target, u32 tgid)
{
	u8 *wanted = bpf_map_lookup_elem(&fg_target_task, &tgid);

	return wanted ? *wanted : (target & TARGET_OTHER_PROCESSES) != 0;
}

/* Asked at each switch of tasks: most answers are in the slots. */
static __always_inline int is_target_group(u32 target, u64 cgroup)
{
	u32 slot = cgroup & (GROUP_SLOTS - 1);
	u64 *last = bpf_map_lookup_elem(&fg_target_slot, &slot);

	if (last && *last && *last >> 1 == cgroup)
		return *last & 1;
	return fg_is_chosen_group(target, cgroup);
}

/* Whether something of a control group, and of a process unless tgid is 0, is observed. */
static __always_inline int is_target(u64 cgroup, u32 tgid)
{
	struct shared_config *config = shared();

	if (!config)
		return 1;
	if (tgid && config->self == tgid)
		return 0;
	if ((config->target & TARGET_CGROUPS) && !is_target_group(config->target, cgroup))
		return 0;
	return !(config->target & TARGET_PROCESSES) || !tgid ||
	       fg_is_chosen_task(config->target, tgid);
}

/* The same for a port of a server. */
static __always_inline int is_target_port(u16 port)
{
	struct shared_config *config = shared();
	u8 *wanted;

	if (!config || !(config->target & TARGET_PORTS))
		return 1;
	wanted = bpf_map_lookup_elem(&fg_target_port, &port);
	return wanted ? *wanted : (config->target & TARGET_OTHER_PORTS) != 0;
}

/* Of each hierarchy. */
#define ROOT_GROUP 1

/* Set in ids of groups of cgroup v1, which are numbered on their own. */
#define V1_GROUP (1ULL << 62)

/*
 * Where version 1 holds the controllers, version 2 knows the root only: the group of one of those
 * controllers tells containers apart.
 */
static __noinline u64 v1_group_of(struct task_struct *task, u32 subsystem)
{
	struct css_set *set = BPF_CORE_READ(task, cgroups);
	struct cgroup_subsys_state___v1 *state = 0;
	u64 id;

	bpf_probe_read_kernel(&state, sizeof(state),
			      (void *)set + bpf_core_field_offset(set->subsys) + (subsystem & 31) * 8);
	id = BPF_CORE_READ(state, cgroup, kn, id);
	return id > ROOT_GROUP ? id | V1_GROUP : ROOT_GROUP;
}

static __always_inline u64 group_or_v1(u64 id, struct task_struct *task)
{
	struct shared_config *config;

	if (id > ROOT_GROUP)
		return id;
	config = shared();
	if (!config || !config->v1_subsystem)
		return id;
	return v1_group_of(task, (config->v1_subsystem - 1) & 31);
}

/* The control group of the running task. */
static __always_inline u64 current_group(void)
{
	return group_or_v1(bpf_get_current_cgroup_id(),
			   (struct task_struct *)bpf_get_current_task());
}

/* The control group of any task. */
static __always_inline u64 group_of(struct task_struct *task)
{
	return group_or_v1(BPF_CORE_READ(task, cgroups, dfl_cgrp, kn, id), task);
}

/* The control group of version 2 of a socket, which must be a full one; 0 where there is none. */
static __always_inline u64 group_of_socket(const struct sock *sk)
{
	struct cgroup *cgroup;

	if (!sk)
		return 0;
	if (bpf_core_field_exists(sk->sk_cgrp_data.cgroup)) {
		cgroup = BPF_CORE_READ(sk, sk_cgrp_data.cgroup);
	} else {
		struct sock_cgroup_data___old *old = (void *)&sk->sk_cgrp_data;

		cgroup = (struct cgroup *)(BPF_CORE_READ(old, val) & ~3ULL);
	}
	return BPF_CORE_READ(cgroup, kn, id);
}

static __always_inline u32 current_tgid(void)
{
	return bpf_get_current_pid_tgid() >> 32;
}

static __always_inline u32 next_sequence(u32 ring)
{
	u64 *next = bpf_map_lookup_elem(&fg_sequence, &ring);

	return next ? __sync_fetch_and_add(next, 1) : 0;
}

/* Waking the reader costs more than reading: only when enough is waiting, else its timer comes. */
static __always_inline u64 wakeup(void *ring, u64 waiting_bytes)
{
	return bpf_ringbuf_query(ring, BPF_RB_AVAIL_DATA) >= waiting_bytes ? BPF_RB_FORCE_WAKEUP
									    : BPF_RB_NO_WAKEUP;
}

static __always_inline void submit_critical(void *event)
{
	struct shared_config *config = shared();

	bpf_ringbuf_submit(event, wakeup(&fg_critical, config ? config->critical_wakeup_bytes : 0));
}

static __always_inline void submit_bulk(void *event)
{
	struct shared_config *config = shared();

	bpf_ringbuf_submit(event, wakeup(&fg_bulk, config ? config->bulk_wakeup_bytes : 0));
}

/* A second's worth may come at once. */
#define BURST_NS 1000000000ULL

/*
 * A bucket of tokens as one number (GCRA, ITU-T I.371): the time at which the bucket would be full
 * again. Two CPUs may take the same token; over a second that is noise.
 */
static __always_inline int conforms(u64 key, u64 interval_ns, u64 now)
{
	u64 *full_at = bpf_map_lookup_elem(&fg_rates, &key);
	u64 next = now + interval_ns;

	if (!interval_ns)
		return 1;
	if (!full_at) {
		bpf_map_update_elem(&fg_rates, &key, &next, BPF_ANY);
		return 1;
	}
	if (*full_at > now + BURST_NS)
		return 0;
	*full_at = (*full_at > now ? *full_at : now) + interval_ns;
	return 1;
}

/*
 * Whether a bulk event may go out by the rates of its control group and of the node. Asked after the
 * occurrence was counted and before RESERVE_BULK; what may not is counted as sampled.
 */
static __always_inline int within_rates(u32 kind, u64 cgroup)
{
	struct shared_config *config = shared();
	u64 now = bpf_ktime_get_ns();

	if (!config || (conforms(cgroup ? cgroup : ~0ULL, config->cgroup_interval_ns, now) &&
			conforms(0, config->node_interval_ns, now)))
		return 1;
	COUNT(kind, sampled);
	return 0;
}

/*
 * The same, and by the sampling that the pipeline has brought about: for events that end in the
 * pipeline one by one. Those that are counted only are not sampled: a metric is as big either way.
 *
 * Events with the same hash have the same fate: a question and its answer. The one that goes out
 * stands for 2^shift, which its head says.
 */
static __always_inline int may_emit(u32 kind, u64 cgroup, u32 hash, u32 *shift)
{
	struct shared_config *config = shared();

	*shift = config ? config->sample_shift & 31 : 0;
	if (hash & ((1U << *shift) - 1)) {
		COUNT(kind, sampled);
		return 0;
	}
	return within_rates(kind, cgroup);
}

/* The head of an event that belongs to no process. */
static __always_inline void head(struct event_header *to, u32 kind, u32 size, u32 sequence,
				 u64 cgroup)
{
	__builtin_memset(to, 0, sizeof(*to));
	to->size = size;
	to->kind = kind;
	to->version = EVENT_VERSION;
	to->sequence = sequence;
	to->monotonic_ns = bpf_ktime_get_ns();
	to->cgroup = cgroup;
	to->cpu = bpf_get_smp_processor_id();
	to->sample_shift = 0;
}

static __always_inline u64 start_of(struct task_struct *leader)
{
	if (bpf_core_field_exists(leader->start_boottime))
		return BPF_CORE_READ(leader, start_boottime);
	return BPF_CORE_READ((struct task_struct___old *)leader, real_start_time);
}

/* The head of an event of the running process. Not for cgroup_skb, which may run in any. */
static __always_inline void head_of_task(struct event_header *to, u32 kind, u32 size, u32 sequence)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	u64 id = bpf_get_current_pid_tgid();

	head(to, kind, size, sequence, current_group());
	to->tgid = id >> 32;
	to->tid = (u32)id;
	to->uid = (u32)bpf_get_current_uid_gid();
	to->start_boottime = start_of(BPF_CORE_READ(task, group_leader));
	to->pid_namespace = BPF_CORE_READ(task, nsproxy, pid_ns_for_children, ns.inum);
	bpf_get_current_comm(to->comm, sizeof(to->comm));
}

/*
 * Reserves an event of a type that begins with its header `head` and counts what came of it.
 * The sequence goes on also when there is no room: that is how the reader sees the gap.
 */
#define RESERVE(ring, number, kind, type, sequence) \
	({ \
		sequence = next_sequence(number); \
		type *event_ = bpf_ringbuf_reserve(&ring, sizeof(type), 0); \
		if (!event_) \
			COUNT(kind, lost); \
		event_; \
	})
#define RESERVE_CRITICAL(kind, type, sequence) RESERVE(fg_critical, 0, kind, type, sequence)
#define RESERVE_BULK(kind, type, sequence) RESERVE(fg_bulk, 1, kind, type, sequence)

#endif
