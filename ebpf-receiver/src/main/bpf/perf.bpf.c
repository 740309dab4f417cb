/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * The performance scenario but system calls: how long tasks wait for a CPU, how often they leave it,
 * block I/O, page faults, and if asked for contended locks and softirqs. Everything is aggregated
 * here; no event leaves the kernel.
 */
#include "series.h"

enum perf_kind {
	KIND_RUN_QUEUE = 32,
	KIND_SWITCH = 33,
	KIND_BLOCK_IO = 34,
	KIND_PAGE_FAULT = 35,
	KIND_LOCK = 37,
	KIND_SOFTIRQ = 38,
};

enum { SWITCH_VOLUNTARY = 0, SWITCH_INVOLUNTARY = 1 };
enum { FAULT_USER = 0, FAULT_KERNEL = 1 };
enum { BLOCK_READ = 0, BLOCK_WRITE = 1 };
/* Lists of include/trace/events/lock.h: what kind of lock. */
enum { LOCK_SPIN = 1 };

struct perf_key {
	u64 cgroup;
	u32 detail; /* block I/O: the device, major << 20 | minor; softirq: its vector; lock: its flags */
	u8 kind;
	u8 what; /* one of the enums above, by kind */
	__s16 error; /* block I/O: blk_status_t; a negative errno until Linux 5.15 */
};
EXPORT_TYPE(perf_key);
EXPORT_TYPE(series_count);

HISTOGRAM_MAP(fg_perf_time, struct perf_key, 2048);
COUNT_MAP(fg_perf_count, struct perf_key, 4096);

/* What found no room. User space puts its keys in at start, so that they are there. */
static __always_inline void rest(struct perf_key *key)
{
	key->cgroup = OVERFLOW_GROUP;
	key->detail = 0;
	key->what = 0;
	key->error = 0;
}

static __always_inline void add_time(struct perf_key *key, u64 ns)
{
	if (!HISTOGRAM_ADD(fg_perf_time, key, ns)) {
		rest(key);
		if (!HISTOGRAM_ADD(fg_perf_time, key, ns)) {
			COUNT(key->kind, lost);
			return;
		}
	}
	COUNT(key->kind, emitted);
}

/* Whether it was counted, under its key or with the rest. */
static __always_inline int add_count(struct perf_key *key, u64 number)
{
	if (COUNT_ADD(fg_perf_count, key, number))
		return 1;
	rest(key);
	return COUNT_ADD(fg_perf_count, key, number);
}

static __always_inline void count_one(struct perf_key *key)
{
	if (add_count(key, 1))
		COUNT(key->kind, emitted);
	else
		COUNT(key->kind, lost);
}

/* What is remembered of a task. Locks: 0 spins, 1 sleeps, since an interrupt may spin meanwhile. */
struct perf_task {
	u64 runnable_ns; /* since when it waits for a CPU; 0 when it does not */
	u64 contended_ns[2];
	u64 lock[2];
	u32 lock_flags[2];
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct perf_task);
} fg_perf_tasks SEC(".maps");

/* What the program for switches does. */
enum { WANT_RUN_QUEUE = 1, WANT_SWITCHES = 2 };

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u32);
} fg_perf_wanted SEC(".maps");

struct task_struct___storage {
	void *bpf_storage;
} CORE;

struct task_struct___state {
	unsigned int __state;
} CORE;

/* Until Linux 5.13. */
struct task_struct___long {
	long state;
} CORE;

static __always_inline u64 cgroup_of(struct task_struct *task)
{
	return group_or_v1(task->cgroups->dfl_cgrp->kn->id, task);
}

/* Whether it is observed; else it is counted as filtered. */
static __always_inline int is_wanted(u32 kind, u64 cgroup, u32 tgid)
{
	if (is_target(cgroup, tgid))
		return 1;
	COUNT(kind, filtered);
	return 0;
}

static __always_inline int is_running(struct task_struct *task)
{
	struct task_struct___state *now = (void *)task;

	if (bpf_core_field_exists(now->__state))
		return now->__state == 0;
	return ((struct task_struct___long *)task)->state == 0;
}

/* What is remembered of a task; null where nothing is. One load tells that nobody remembers anything. */
static __always_inline struct perf_task *state_of(struct task_struct *task)
{
	struct task_struct___storage *any = (void *)task;

	if (bpf_core_field_exists(any->bpf_storage) && !any->bpf_storage)
		return 0;
	return bpf_task_storage_get(&fg_perf_tasks, task, 0, 0);
}

/* The task, which is observed, begins to wait for a CPU. */
static __always_inline void note_wait(struct task_struct *task)
{
	struct perf_task *state = bpf_task_storage_get(&fg_perf_tasks, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);

	if (!state) {
		COUNT(KIND_RUN_QUEUE, lost);
		return;
	}
	/* One that waits already is woken again when it was preempted on its way to sleep. */
	if (!state->runnable_ns)
		state->runnable_ns = bpf_ktime_get_ns();
}

/*
 * Asked first whether it is observed: of what is not, nothing is kept, and its next turn on a CPU
 * costs no more than finding that out.
 */
static __always_inline int wakes(struct task_struct *task)
{
	if (is_wanted(KIND_RUN_QUEUE, cgroup_of(task), task->tgid))
		note_wait(task);
	return 0;
}

SEC("tp_btf/sched_wakeup")
int BPF_PROG(fg_woken, struct task_struct *task)
{
	return wakes(task);
}

SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(fg_woken_new, struct task_struct *task)
{
	return wakes(task);
}

/* A task leaves its CPU; switches are counted as the kernel does in /proc/PID/status. */
static __always_inline void leaves(struct task_struct *task, int is_preempted, u32 wanted)
{
	struct perf_key key = {.kind = KIND_SWITCH};
	struct perf_task *state = state_of(task);

	/* It ran until now: it was woken while it was on its way to sleep. */
	if (state)
		state->runnable_ns = 0;
	key.cgroup = cgroup_of(task);
	if (!is_target(key.cgroup, task->tgid)) {
		if (wanted & WANT_SWITCHES)
			COUNT(KIND_SWITCH, filtered);
		if ((wanted & WANT_RUN_QUEUE) && is_preempted)
			COUNT(KIND_RUN_QUEUE, filtered);
		return;
	}
	if ((wanted & WANT_RUN_QUEUE) && is_preempted)
		note_wait(task);
	if (wanted & WANT_SWITCHES) {
		key.what = is_preempted ? SWITCH_INVOLUNTARY : SWITCH_VOLUNTARY;
		count_one(&key);
	}
}

/* A task gets a CPU. */
static __always_inline void comes(struct task_struct *task)
{
	struct perf_key key = {.kind = KIND_RUN_QUEUE};
	struct perf_task *state = state_of(task);
	u64 now;
	u64 since;

	if (!state || !state->runnable_ns)
		return;
	now = bpf_ktime_get_ns();
	since = state->runnable_ns;
	state->runnable_ns = 0;
	key.cgroup = cgroup_of(task);
	add_time(&key, now > since ? now - since : 0);
}

/* One program for both: each that is attached costs every switch. The idle tasks are no processes. */
SEC("tp_btf/sched_switch")
int BPF_PROG(fg_switch, _Bool preempt, struct task_struct *prev, struct task_struct *next)
{
	u32 zero = 0;
	u32 *wanted = bpf_map_lookup_elem(&fg_perf_wanted, &zero);

	if (!wanted)
		return 0;
	if (prev->pid)
		leaves(prev, preempt || is_running(prev), *wanted);
	if (next->pid)
		comes(next);
	return 0;
}

struct cgroup_subsys_state {
	struct cgroup *cgroup;
} CORE;

struct blkcg {
	struct cgroup_subsys_state css;
} CORE;

struct blkcg_gq {
	struct blkcg *blkcg;
} CORE;

struct bio {
	struct blkcg_gq *bi_blkg;
} CORE;

struct gendisk {
	int major;
	int first_minor;
} CORE;

struct request_queue {
	struct gendisk *disk;
} CORE;

struct request {
	struct request_queue *q;
	u32 cmd_flags;
	u32 __data_len;
	struct bio *bio;
} CORE;

/* Until Linux 5.14. */
struct request___before {
	struct gendisk *rq_disk;
} CORE;

#define OPERATION_MASK 0xff
#define OPERATION_WRITE 1
struct block_issue {
	u64 issued_ns;
	u64 cgroup;
};

/* Requests at the devices, by address; no more than all queues of the host are deep. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, u64);
	__type(value, struct block_issue);
} fg_perf_issued SEC(".maps");

/*
 * The group that is charged, where version 2 controls I/O; else that of the task that queues the
 * request, which for what is written back later is a thread of the kernel.
 */
static __always_inline u64 group_of_request(struct request *rq)
{
	struct bio *bio = BPF_CORE_READ(rq, bio);

	if (bio && bpf_core_field_exists(bio->bi_blkg)) {
		struct cgroup *group = BPF_CORE_READ(bio, bi_blkg, blkcg, css.cgroup);

		if (group && BPF_CORE_READ(group, root, hierarchy_id) == 0) {
			u64 id = BPF_CORE_READ(group, kn, id);

			if (id > ROOT_GROUP)
				return id;
		}
	}
	return current_group();
}

/*
 * Read by the helper, as all of requests: for each access to a field of the context newer kernels
 * search their types at load, a millisecond each. What runs at every switch of tasks does it so.
 */
static __always_inline u32 operation_of(struct request *rq)
{
	return BPF_CORE_READ(rq, cmd_flags) & OPERATION_MASK;
}

static __always_inline int has_data(struct request *rq)
{
	/* Flushes and discards move none. */
	return operation_of(rq) <= OPERATION_WRITE;
}

static __always_inline void note_request(struct request *rq, u64 issued_ns)
{
	u64 address = (u64)rq;
	struct block_issue issue = {issued_ns, group_of_request(rq)};

	if (!is_wanted(KIND_BLOCK_IO, issue.cgroup, current_tgid()))
		return;
	if (bpf_map_update_elem(&fg_perf_issued, &address, &issue, BPF_ANY)) {
		COUNT(KIND_BLOCK_IO, lost);
	}
}

/* An I/O scheduler queues the request first: whose it is must be noted now, since any task that
 * uses the disk may hand it to the device later. */
SEC("tp_btf/block_rq_insert")
int BPF_PROG(fg_block_queue, struct request *rq)
{
	if (has_data(rq))
		note_request(rq, 0);
	return 0;
}

SEC("tp_btf/block_rq_issue")
int BPF_PROG(fg_block_issue, struct request *rq)
{
	u64 address = (u64)rq;
	struct block_issue *queued;

	if (!has_data(rq))
		return 0;
	queued = bpf_map_lookup_elem(&fg_perf_issued, &address);
	if (queued && !queued->issued_ns)
		queued->issued_ns = bpf_ktime_get_ns();
	else
		note_request(rq, bpf_ktime_get_ns());
	return 0;
}

static __always_inline u32 device_of(struct request *rq)
{
	struct request_queue *queue = BPF_CORE_READ(rq, q);
	struct request___before *before = (void *)rq;
	struct gendisk *disk = 0;

	if (bpf_core_field_exists(queue->disk))
		disk = BPF_CORE_READ(queue, disk);
	else if (bpf_core_field_exists(before->rq_disk))
		disk = BPF_CORE_READ(before, rq_disk);
	if (!disk)
		return 0;
	return BPF_CORE_READ(disk, major) << 20 | BPF_CORE_READ(disk, first_minor);
}

/* A request may be completed in parts: its bytes count with each, its time with the last. */
SEC("tp_btf/block_rq_complete")
int BPF_PROG(fg_block_done, struct request *rq, int error, unsigned int bytes)
{
	u64 address = (u64)rq;
	struct block_issue *issue = bpf_map_lookup_elem(&fg_perf_issued, &address);
	struct perf_key key = {.kind = KIND_BLOCK_IO};
	struct perf_key count;
	u64 since;

	if (!issue || !issue->issued_ns)
		return 0;
	key.cgroup = issue->cgroup;
	since = issue->issued_ns;
	key.detail = device_of(rq);
	key.what = operation_of(rq) == OPERATION_WRITE ? BLOCK_WRITE : BLOCK_READ;
	key.error = error;
	count = key;
	if (!error)
		add_count(&count, bytes);
	if (bytes < BPF_CORE_READ(rq, __data_len))
		return 0;
	bpf_map_delete_elem(&fg_perf_issued, &address);
	add_time(&key, bpf_ktime_get_ns() - since);
	return 0;
}

static __always_inline int fault(u8 mode)
{
	struct perf_key key = {.kind = KIND_PAGE_FAULT, .what = mode};
	struct task_struct *task = bpf_get_current_task_btf();

	key.cgroup = cgroup_of(task);
	if (!is_wanted(KIND_PAGE_FAULT, key.cgroup, task->tgid))
		return 0;
	count_one(&key);
	return 0;
}

SEC("tp_btf/page_fault_user")
int BPF_PROG(fg_fault_user)
{
	return fault(FAULT_USER);
}

SEC("tp_btf/page_fault_kernel")
int BPF_PROG(fg_fault_kernel)
{
	return fault(FAULT_KERNEL);
}

SEC("tp_btf/contention_begin")
int BPF_PROG(fg_lock_begin, void *lock, unsigned int flags)
{
	struct perf_task *state = bpf_task_storage_get(&fg_perf_tasks, bpf_get_current_task_btf(), 0,
						       BPF_LOCAL_STORAGE_GET_F_CREATE);
	u32 slot = flags & LOCK_SPIN ? 0 : 1;

	if (!state) {
		COUNT(KIND_LOCK, lost);
		return 0;
	}
	state->lock[slot] = (u64)lock;
	state->lock_flags[slot] = flags;
	state->contended_ns[slot] = bpf_ktime_get_ns();
	return 0;
}

SEC("tp_btf/contention_end")
int BPF_PROG(fg_lock_end, void *lock)
{
	struct perf_task *state =
		bpf_task_storage_get(&fg_perf_tasks, bpf_get_current_task_btf(), 0, 0);
	struct perf_key key = {.kind = KIND_LOCK};
	u64 since;

	if (!state)
		return 0;
	u32 slot = state->lock[0] == (u64)lock ? 0 : 1;

	if (state->lock[slot] != (u64)lock)
		return 0;
	since = state->contended_ns[slot];
	key.detail = state->lock_flags[slot];
	state->lock[slot] = 0;
	key.cgroup = current_group();
	if (!is_wanted(KIND_LOCK, key.cgroup, current_tgid()))
		return 0;
	add_time(&key, bpf_ktime_get_ns() - since);
	return 0;
}

/* Since when a CPU is in a softirq, which never nest. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} fg_perf_softirq SEC(".maps");

SEC("tp_btf/softirq_entry")
int BPF_PROG(fg_softirq_in)
{
	u32 zero = 0;
	u64 *since = bpf_map_lookup_elem(&fg_perf_softirq, &zero);

	if (since)
		*since = bpf_ktime_get_ns();
	return 0;
}

SEC("tp_btf/softirq_exit")
int BPF_PROG(fg_softirq_out, unsigned int vector)
{
	u32 zero = 0;
	u64 *since = bpf_map_lookup_elem(&fg_perf_softirq, &zero);
	struct perf_key key = {.kind = KIND_SOFTIRQ, .detail = vector};

	if (!since || !*since)
		return 0;
	add_time(&key, bpf_ktime_get_ns() - *since);
	*since = 0;
	return 0;
}
