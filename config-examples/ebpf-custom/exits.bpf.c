/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * An example of a program of your own: how processes end. A map of counters, a map of buckets and a
 * ring buffer, which agent.yaml turns into two metrics and log records.
 *
 *   clang -g -O2 -target bpf -mcpu=v3 -I/usr/include/$(uname -m)-linux-gnu -c exits.bpf.c -o exits.bpf.o
 *   llvm-strip -g exits.bpf.o
 *
 * The types in the object (BTF, from -g; llvm-strip -g keeps them) are what the configuration is
 * checked against. Fields of the kernel's structs are found at load (CO-RE): no vmlinux.h is needed.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

struct task_struct {
	int pid;
	int tgid;
	int exit_code;
	__u64 start_time;
} __attribute__((preserve_access_index));

struct exit_key {
	__u64 cgroup;
	__u32 uid;
	__u8 signal;
	__u8 code;
	__u16 unused;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct exit_key);
	__type(value, __u64);
} exits SEC(".maps");

/* Bucket i counts lifetimes of 2^i to 2^(i+1)-1 microseconds. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} lifetimes SEC(".maps");

struct failure {
	__u64 time;
	__u64 cgroup;
	__u32 pid;
	__u32 uid;
	__u8 signal;
	__u8 code;
	char comm[16];
};
/* Puts the struct into the object's types. */
const struct failure *types __attribute__((unused));

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} failures SEC(".maps");

/*
 * A map of this name is told what the pipelines can take: of records one in 2^n is to go out.
 * Counters are not sampled. A program without such a map just fills its ring.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} forager_sampling SEC(".maps");

static __always_inline int is_sampled_out(void)
{
	__u32 zero = 0;
	__u32 *shift = bpf_map_lookup_elem(&forager_sampling, &zero);

	return shift && (bpf_get_prandom_u32() & ((1U << (*shift & 31)) - 1));
}

static __always_inline __u32 log2_floor(__u64 value)
{
	__u32 result = 0;

#pragma unroll
	for (int shift = 32; shift; shift >>= 1) {
		if (value >> shift) {
			value >>= shift;
			result += shift;
		}
	}
	return result;
}

static __always_inline void add(void *map, const void *key)
{
	__u64 zero = 0;
	__u64 *count = bpf_map_lookup_elem(map, key);

	if (!count) {
		bpf_map_update_elem(map, key, &zero, BPF_NOEXIST);
		count = bpf_map_lookup_elem(map, key);
	}
	if (count)
		__sync_fetch_and_add(count, 1);
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
	struct exit_key key = {};
	struct failure *failure;
	__u64 now = bpf_ktime_get_ns();
	__u32 bucket;

	/* Processes, not their threads. */
	if (task->pid != task->tgid)
		return 0;
	key.cgroup = bpf_get_current_cgroup_id();
	key.uid = (__u32)bpf_get_current_uid_gid();
	key.signal = task->exit_code & 0x7f;
	key.code = task->exit_code >> 8;
	add(&exits, &key);
	bucket = log2_floor((now - task->start_time) / 1000);
	add(&lifetimes, &bucket);
	if ((!key.signal && !key.code) || is_sampled_out())
		return 0;
	failure = bpf_ringbuf_reserve(&failures, sizeof(*failure), 0);
	if (!failure)
		return 0;
	failure->time = now;
	failure->cgroup = key.cgroup;
	failure->pid = task->tgid;
	failure->uid = key.uid;
	failure->signal = key.signal;
	failure->code = key.code;
	bpf_get_current_comm(failure->comm, sizeof(failure->comm));
	bpf_ringbuf_submit(failure, 0);
	return 0;
}
