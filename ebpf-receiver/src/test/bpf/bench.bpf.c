/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * For benchmarks/ebpf: one record of 64 bytes for each system call of threads named fg-bench, and how
 * many there were and how many found no room.
 */
#include "forager.h"

enum { CALLS = 0, LOST = 1 };

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, u64);
} outcomes SEC(".maps");

struct bench_record {
	u64 time;
	u64 cgroup;
	u32 pid;
	u32 tid;
	u64 number;
	char comm[16];
	u64 unused[2];
};
EXPORT_TYPE(bench_record);

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 23);
} records SEC(".maps");

static __always_inline void count(u32 outcome)
{
	u64 *to = bpf_map_lookup_elem(&outcomes, &outcome);

	if (to)
		__sync_fetch_and_add(to, 1);
}

static __always_inline int is_bench(const char *comm)
{
	return comm[0] == 'f' && comm[1] == 'g' && comm[2] == '-' && comm[3] == 'b' &&
	       comm[4] == 'e' && comm[5] == 'n' && comm[6] == 'c' && comm[7] == 'h';
}

SEC("tp_btf/sys_enter")
int BPF_PROG(fg_bench_call, void *registers, long number)
{
	struct bench_record *record;
	char comm[16];
	u64 id;

	bpf_get_current_comm(comm, sizeof(comm));
	if (!is_bench(comm))
		return 0;
	count(CALLS);
	record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);
	if (!record) {
		count(LOST);
		return 0;
	}
	id = bpf_get_current_pid_tgid();
	record->time = bpf_ktime_get_ns();
	record->cgroup = bpf_get_current_cgroup_id();
	record->pid = id >> 32;
	record->tid = (u32)id;
	record->number = number;
	__builtin_memcpy(record->comm, comm, sizeof(comm));
	record->unused[0] = 0;
	record->unused[1] = 0;
	bpf_ringbuf_submit(record, wakeup(&records, 1 << 20));
	return 0;
}
