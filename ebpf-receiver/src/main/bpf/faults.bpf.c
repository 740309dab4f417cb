/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * The faults scenario: processes that end by a signal or for want of memory, tasks that hang, block
 * I/O that fails or takes long, connections refused and reset, calls that fail again and again.
 */
#include "process.h"

/* Kinds of faults: 96-127. */
enum fault_kind {
	KIND_CRASH = 96,
	KIND_OOM = 97,
	KIND_BLOCKED = 98,
	KIND_IO = 99,
	KIND_CONNECT_FAILED = 100,
	KIND_RESET = 101,
	KIND_ERRNO = 102,
};
const enum fault_kind *export_fault_kind __attribute__((unused));

struct fault_config {
	u64 slow_io_ns;
	u64 errno_window_ns;
	u32 errno_count;
	u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct fault_config);
} fg_fault_config SEC(".maps");

/* Which of the values mean what, each program says. */
struct fault_event {
	struct process_event process;
	struct peer peer;
	u64 values[4];
	char comm[16]; /* of the victim, where it is not the running process */
};
EXPORT_TYPE(fault_event);
EXPORT_TYPE(fault_config);
EXPORT_TYPE(peer);

static __always_inline struct fault_config *config(void)
{
	u32 zero = 0;

	return bpf_map_lookup_elem(&fg_fault_config, &zero);
}

/* Null where there is no room, or where the process it is about is not observed. */
static __always_inline struct fault_event *reserve(u32 kind, u64 cgroup, u32 tgid)
{
	u32 sequence;
	struct fault_event *event;

	if (!is_target(cgroup, tgid)) {
		COUNT(kind, filtered);
		return 0;
	}
	event = RESERVE_CRITICAL(kind, struct fault_event, sequence);
	if (!event)
		return 0;
	head_of_process(&event->process, kind, sizeof(*event), sequence);
	__builtin_memset(&event->peer, 0, sizeof(event->peer));
	__builtin_memset(event->values, 0, sizeof(event->values));
	__builtin_memset(event->comm, 0, sizeof(event->comm));
	return event;
}

static __always_inline void submit(u32 kind, struct fault_event *event)
{
	submit_critical(event);
	COUNT(kind, emitted);
}

/* The event of another process than the one that runs, which may be any. */
static __always_inline void head_of_other(struct fault_event *to, struct task_struct___process *task)
{
	struct task_struct___process *leader = BPF_CORE_READ(task, group_leader);

	to->process.head.tgid = BPF_CORE_READ(task, tgid);
	to->process.head.tid = BPF_CORE_READ(task, pid);
	to->process.head.uid = BPF_CORE_READ(task, cred, uid.val);
	to->process.head.start_boottime = start_of_process(leader);
	to->process.head.cgroup = group_of((struct task_struct *)task);
	BPF_CORE_READ_INTO(&to->process.head.comm, task, comm);
	lineage_of(to->process.ancestors, leader);
}

struct signal_struct___fault {
	int group_exit_code;
	short oom_score_adj;
} CORE;

struct task_struct___fault {
	struct signal_struct___fault *signal;
} CORE;

/* SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGXCPU, SIGXFSZ, SIGSYS. */
#define CRASHES (1U << 4 | 1U << 5 | 1U << 6 | 1U << 7 | 1U << 8 | 1U << 11 | 1U << 24 | 1U << 25 | 1U << 31)

/*
 * A program may send itself SIGSEGV and handle it, as a JVM does all the time: only what a process
 * ends by is a crash. values: signal, status, whether a core was dumped.
 */
SEC("raw_tp/sched_process_exit")
int BPF_PROG(fg_exit, struct task_struct___process *task)
{
	struct fault_event *event;
	u32 code;
	u32 signal;

	if (BPF_CORE_READ(task, pid) != BPF_CORE_READ(task, tgid))
		return 0;
	code = BPF_CORE_READ(task, exit_code);
	signal = code & 0x7f;
	if (!signal || signal > 31 || !(CRASHES >> signal & 1)) {
		COUNT(KIND_CRASH, filtered);
		return 0;
	}
	event = reserve(KIND_CRASH, current_group(), current_tgid());
	if (!event)
		return 0;
	event->values[0] = signal;
	event->values[1] = code >> 8 & 0xff;
	event->values[2] = code >> 7 & 1;
	submit(KIND_CRASH, event);
	return 0;
}

/* The running process is the one that wanted memory. values: its pid; the victim's score. */
SEC("raw_tp/mark_victim")
int BPF_PROG(fg_oom, struct task_struct___process *victim)
{
	struct fault_event *event;

	event = reserve(KIND_OOM, group_of((struct task_struct *)victim), BPF_CORE_READ(victim, tgid));
	if (!event)
		return 0;
	BPF_CORE_READ_INTO(&event->comm, victim, comm);
	event->values[0] = event->process.head.tgid;
	head_of_other(event, victim);
	event->values[1] = (s64)BPF_CORE_READ((struct task_struct___fault *)victim, signal, oom_score_adj);
	submit(KIND_OOM, event);
	return 0;
}

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct___process *task;
};

#define UNINTERRUPTIBLE 2
#define NO_LOAD 0x400

/*
 * Asked for now and then: which tasks wait and cannot be interrupted. The reader sees by the number
 * of switches whether one has run in between. values: voluntary and other switches.
 */
SEC("iter/task")
int fg_blocked(struct bpf_iter__task *at)
{
	struct task_struct___process *task = at->task;
	struct fault_event *event;
	u64 state;

	if (!task)
		return 0;
	state = bpf_core_field_exists(task->__state) ? BPF_CORE_READ(task, __state)
						     : (u64)BPF_CORE_READ(task, state);
	if ((state & (UNINTERRUPTIBLE | NO_LOAD)) != UNINTERRUPTIBLE)
		return 0;
	event = reserve(KIND_BLOCKED, group_of((struct task_struct *)task), BPF_CORE_READ(task, tgid));
	if (!event)
		return 0;
	head_of_other(event, task);
	event->values[0] = BPF_CORE_READ(task, nvcsw);
	event->values[1] = BPF_CORE_READ(task, nivcsw);
	submit(KIND_BLOCKED, event);
	return 0;
}

struct gendisk___fault {
	char disk_name[32];
	int major;
	int first_minor;
} CORE;

struct request_queue___fault {
	struct gendisk___fault *disk;
} CORE;

struct request___fault {
	struct request_queue___fault *q;
	struct gendisk___fault *rq_disk; /* until Linux 5.16 */
	u32 cmd_flags;
	u32 __data_len;
} CORE;

struct issued {
	u64 at_ns;
	u64 bytes;
	u64 cgroup;
	u64 start_boottime;
	u32 tgid;
	u32 reserved;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, u64);
	__type(value, struct issued);
} fg_fault_io SEC(".maps");

SEC("raw_tp/block_rq_issue")
int BPF_PROG(fg_io_issue, struct request___fault *request)
{
	struct task_struct___process *task = (void *)bpf_get_current_task();
	struct issued issued = {};
	u64 id = (u64)request;

	issued.at_ns = bpf_ktime_get_ns();
	issued.bytes = BPF_CORE_READ(request, __data_len);
	issued.cgroup = current_group();
	issued.tgid = bpf_get_current_pid_tgid() >> 32;
	issued.start_boottime = start_of_process(BPF_CORE_READ(task, group_leader));
	bpf_get_current_comm(issued.comm, sizeof(issued.comm));
	bpf_map_update_elem(&fg_fault_io, &id, &issued, BPF_ANY);
	return 0;
}

/* values: duration, bytes, status of the block layer, operation; peer.address: name of the disk. */
SEC("raw_tp/block_rq_complete")
int BPF_PROG(fg_io_done, struct request___fault *request, int status, unsigned int bytes)
{
	struct fault_config *wanted = config();
	u64 id = (u64)request;
	struct issued *issued = bpf_map_lookup_elem(&fg_fault_io, &id);
	struct gendisk___fault *disk;
	struct fault_event *event;
	u64 took;

	took = issued ? bpf_ktime_get_ns() - issued->at_ns : 0;
	if (!status && (!wanted || !wanted->slow_io_ns || took < wanted->slow_io_ns)) {
		COUNT(KIND_IO, filtered);
		goto done;
	}
	event = reserve(KIND_IO, issued ? issued->cgroup : 0, issued ? issued->tgid : 0);
	if (!event)
		goto done;
	/* It ends in whatever process is interrupted: the one that began it is meant. */
	event->process.head.tgid = issued ? issued->tgid : 0;
	event->process.head.tid = 0;
	event->process.head.uid = 0;
	event->process.head.start_boottime = issued ? issued->start_boottime : 0;
	event->process.head.cgroup = issued ? issued->cgroup : 0;
	__builtin_memset(event->process.ancestors, 0, sizeof(event->process.ancestors));
	if (issued)
		__builtin_memcpy(event->process.head.comm, issued->comm, sizeof(issued->comm));
	else
		event->process.head.comm[0] = 0;
	event->values[0] = took;
	event->values[1] = issued ? issued->bytes : bytes;
	event->values[2] = (s64)status;
	event->values[3] = BPF_CORE_READ(request, cmd_flags) & 0xff;
	if (bpf_core_field_exists(request->rq_disk))
		disk = BPF_CORE_READ(request, rq_disk);
	else
		disk = BPF_CORE_READ(request, q, disk);
	bpf_probe_read_kernel_str(event->comm, sizeof(event->comm), &disk->disk_name);
	submit(KIND_IO, event);
done:
	bpf_map_delete_elem(&fg_fault_io, &id);
	return 0;
}

/* Who connects: a refusal comes in whatever process is interrupted. */
struct connecting {
	u64 cgroup;
	u64 start_boottime;
	u32 tgid;
	u32 uid;
	char comm[16];
	struct ancestor ancestors[ANCESTORS];
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, u64);
	__type(value, struct connecting);
} fg_fault_socket SEC(".maps");

struct sock___fault {
	int sk_err;
} CORE;

static __always_inline int failed(u32 kind, const struct sock_common___process *sk, u64 error)
{
	u64 id = (u64)sk;
	struct connecting *who = bpf_map_lookup_elem(&fg_fault_socket, &id);
	struct fault_event *event;

	/* An accepted connection has a control group, but nobody who made it. */
	u64 cgroup = who ? who->cgroup : group_of_socket((struct sock *)sk);

	event = reserve(kind, cgroup, who ? who->tgid : 0);
	if (!event)
		return 0;
	event->process.head.cgroup = cgroup;
	if (who) {
		event->process.head.tgid = who->tgid;
		event->process.head.tid = who->tgid;
		event->process.head.uid = who->uid;
		event->process.head.start_boottime = who->start_boottime;
		__builtin_memcpy(event->process.head.comm, who->comm, sizeof(who->comm));
		__builtin_memcpy(event->process.ancestors, who->ancestors, sizeof(who->ancestors));
	} else {
		event->process.head.tgid = 0;
		event->process.head.start_boottime = 0;
		event->process.head.comm[0] = 0;
		__builtin_memset(event->process.ancestors, 0, sizeof(event->process.ancestors));
	}
	peer_of(&event->peer, sk);
	event->values[0] = error;
	submit(kind, event);
	return 0;
}

/* values: errno. */
SEC("raw_tp/inet_sock_set_state")
int BPF_PROG(fg_connecting, const struct sock_common___process *sk, int before, int now)
{
	u64 id = (u64)sk;
	u64 error;

	if (now == TCP_SYN_SENT) {
		struct task_struct___process *task = (void *)bpf_get_current_task();
		struct connecting who = {};

		who.cgroup = current_group();
		who.tgid = bpf_get_current_pid_tgid() >> 32;
		who.uid = (u32)bpf_get_current_uid_gid();
		task = BPF_CORE_READ(task, group_leader);
		who.start_boottime = start_of_process(task);
		bpf_get_current_comm(who.comm, sizeof(who.comm));
		lineage_of(who.ancestors, task);
		bpf_map_update_elem(&fg_fault_socket, &id, &who, BPF_ANY);
		return 0;
	}
	if (now != TCP_CLOSE)
		return 0;
	if (before == TCP_SYN_SENT) {
		error = BPF_CORE_READ((struct sock___fault *)sk, sk_err);
		/* Without an error the process itself has given up. */
		if (error)
			failed(KIND_CONNECT_FAILED, sk, error);
	}
	bpf_map_delete_elem(&fg_fault_socket, &id);
	return 0;
}

/* A reset that ends a connection; one that refuses a connect is that connect's failure. */
SEC("raw_tp/tcp_receive_reset")
int BPF_PROG(fg_reset, const struct sock_common___process *sk)
{
	struct sock_common *common = (struct sock_common *)sk;

	if (BPF_CORE_READ(common, skc_state) == TCP_SYN_SENT)
		return 0;
	return failed(KIND_RESET, sk, 104);
}

/* How often a call has failed in a process within a window. */
struct errno_key {
	u64 start_boottime;
	u32 tgid;
	u16 call;
	u16 error;
};

struct errno_count {
	u64 since_ns;
	u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, struct errno_key);
	__type(value, struct errno_count);
} fg_fault_errno SEC(".maps");

struct pt_regs___fault {
	unsigned long orig_ax;
	s32 syscallno;
} CORE;

/* values: errno, call, occurrences, nanoseconds. */
SEC("raw_tp/sys_exit")
int BPF_PROG(fg_errno, struct pt_regs___fault *registers, long result)
{
	struct fault_config *wanted;
	struct errno_key key = {};
	struct errno_count *count;
	struct fault_event *event;
	struct errno_count fresh = {};
	u64 now;

	/* What callers expect: try again, interrupted, timed out, in progress, no such file. */
	if (result >= 0 || result < -4095 || result == -11 || result == -4 || result == -110 ||
	    result == -115 || result == -2 || result == -512 || result == -514 || result == -516)
		return 0;
	wanted = config();
	if (!wanted || !wanted->errno_count)
		return 0;
	key.tgid = bpf_get_current_pid_tgid() >> 32;
	key.error = -result;
	key.call = bpf_core_field_exists(registers->orig_ax) ? BPF_CORE_READ(registers, orig_ax)
							     : BPF_CORE_READ(registers, syscallno);
	key.start_boottime = start_of_process(
		BPF_CORE_READ((struct task_struct___process *)bpf_get_current_task(), group_leader));
	now = bpf_ktime_get_ns();
	count = bpf_map_lookup_elem(&fg_fault_errno, &key);
	if (!count || now - count->since_ns > wanted->errno_window_ns) {
		fresh.since_ns = now;
		fresh.count = 1;
		bpf_map_update_elem(&fg_fault_errno, &key, &fresh, BPF_ANY);
		COUNT(KIND_ERRNO, filtered);
		return 0;
	}
	/* One record when the limit is reached; the window goes on. */
	if (__sync_fetch_and_add(&count->count, 1) + 1 != wanted->errno_count) {
		COUNT(KIND_ERRNO, filtered);
		return 0;
	}
	event = reserve(KIND_ERRNO, current_group(), key.tgid);
	if (!event)
		return 0;
	event->values[0] = -result;
	event->values[1] = key.call;
	event->values[2] = wanted->errno_count;
	event->values[3] = now - count->since_ns;
	submit(KIND_ERRNO, event);
	return 0;
}
