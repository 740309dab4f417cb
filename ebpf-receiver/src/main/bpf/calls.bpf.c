/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * System calls of the performance scenario: duration and errors by number. An object of its own,
 * since any program here taxes every system call of the host: it is loaded only when asked for.
 */
#include "series.h"

enum { KIND_SYSCALL = 36 };

#define MOST_CALLS 512
#define MOST_ERRNO 4095

struct call_key {
	u64 cgroup;
	u16 call;
	u16 error; /* 0 in the map of durations */
	u32 reserved;
};
EXPORT_TYPE(call_key);
EXPORT_TYPE(series_count);

HISTOGRAM_MAP(fg_calls_time, struct call_key, 8192);
COUNT_MAP(fg_calls_error, struct call_key, 8192);

/* By number: 1 when durations and errors are wanted. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MOST_CALLS);
	__type(key, u32);
	__type(value, u32);
} fg_calls_wanted SEC(".maps");

struct open_call {
	u64 since_ns; /* 0 when there is none */
	u64 call;
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct open_call);
} fg_calls_open SEC(".maps");

struct thread_info___x86 {
	u32 status;
} CORE;

struct task_struct___x86 {
	struct thread_info___x86 thread_info;
} CORE;

struct thread_info___arm64 {
	unsigned long flags;
} CORE;

struct task_struct___arm64 {
	struct thread_info___arm64 thread_info;
} CORE;

#define TS_COMPAT 2
#define TIF_32BIT 22

/* 32-bit programs number their calls otherwise. */
static __always_inline int is_compat(struct task_struct *task)
{
	struct task_struct___x86 *x86 = (void *)task;
	struct task_struct___arm64 *arm64 = (void *)task;

	if (bpf_core_field_exists(x86->thread_info.status))
		return (BPF_CORE_READ(x86, thread_info.status) & TS_COMPAT) != 0;
	return BPF_CORE_READ(arm64, thread_info.flags) >> TIF_32BIT & 1;
}

SEC("raw_tp/sys_enter")
int BPF_PROG(fg_call_enter, void *registers, long number)
{
	u32 call = number;
	u32 *wanted;
	struct task_struct *task;
	struct open_call *open;

	wanted = bpf_map_lookup_elem(&fg_calls_wanted, &call);
	if (!wanted || !*wanted)
		return 0;
	task = bpf_get_current_task_btf();
	if (is_compat(task)) {
		COUNT(KIND_SYSCALL, filtered);
		return 0;
	}
	if (!is_target(current_group(), current_tgid())) {
		COUNT(KIND_SYSCALL, filtered);
		return 0;
	}
	open = bpf_task_storage_get(&fg_calls_open, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!open) {
		COUNT(KIND_SYSCALL, lost);
		return 0;
	}
	open->call = call;
	open->since_ns = bpf_ktime_get_ns();
	return 0;
}

static __always_inline void rest(struct call_key *key)
{
	key->cgroup = OVERFLOW_GROUP;
	key->call = 0;
	key->error = 0;
}

static __always_inline void add_error(struct call_key key, u64 error)
{
	key.error = error;
	if (!COUNT_ADD(fg_calls_error, &key, 1)) {
		rest(&key);
		COUNT_ADD(fg_calls_error, &key, 1);
	}
}

SEC("raw_tp/sys_exit")
int BPF_PROG(fg_call_exit, void *registers, long result)
{
	struct open_call *open =
		bpf_task_storage_get(&fg_calls_open, bpf_get_current_task_btf(), 0, 0);
	struct call_key key = {};
	u64 took;

	if (!open || !open->since_ns)
		return 0;
	took = bpf_ktime_get_ns() - open->since_ns;
	open->since_ns = 0;
	key.cgroup = current_group();
	key.call = open->call;
	if (result < 0 && result >= -MOST_ERRNO)
		add_error(key, -result);
	if (!HISTOGRAM_ADD(fg_calls_time, &key, took)) {
		rest(&key);
		if (!HISTOGRAM_ADD(fg_calls_time, &key, took)) {
			COUNT(KIND_SYSCALL, lost);
			return 0;
		}
	}
	COUNT(KIND_SYSCALL, emitted);
	return 0;
}
