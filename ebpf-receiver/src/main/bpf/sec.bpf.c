/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * The security scenario but for exec, which stands in process.bpf.c: what asks for privileges,
 * reaches for other processes, for the kernel, for mounts, namespaces and secrets, or connects out.
 *
 * System call programs see what is asked for before the kernel decides, and arguments that another
 * thread may still change: they tell of attempts.
 */
#include "process.h"

/* Kinds of security: 48-95; 48 is exec. */
enum security_kind {
	KIND_PRIVILEGE = 49,
	KIND_PTRACE = 50,
	KIND_MODULE = 51,
	KIND_BPF = 52,
	KIND_MOUNT = 53,
	KIND_NAMESPACE = 54,
	KIND_FILE = 55,
	KIND_CONNECT = 56,
};
const enum security_kind *export_security_kind __attribute__((unused));

#define PATH_BYTES 256
#define PREFIX_BYTES 64

enum { CONNECT_EXTERNAL = 1, CONNECT_ALL = 2 };

struct sec_config {
	u32 self; /* the receiver's own process */
	u32 connect;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct sec_config);
} fg_sec_config SEC(".maps");

/* Names of files to watch: all bits of the name, and of the NUL behind it if it is no folder. */
struct file_prefix {
	u32 bits;
	u8 name[PREFIX_BYTES];
};
EXPORT_TYPE(file_prefix);

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 256);
	__type(key, struct file_prefix);
	__type(value, u8);
} fg_sec_files SEC(".maps");

/* All the others: two texts and the numbers that the call was given. */
struct sec_event {
	struct process_event process;
	struct peer peer;
	u64 operation; /* number of the system call's kind, see the enums below */
	u64 values[4];
	u16 first_length;
	u16 second_length;
	u32 target; /* pid */
	char first[PATH_BYTES];
	char second[PATH_BYTES];
};
EXPORT_TYPE(sec_event);
EXPORT_TYPE(sec_config);
EXPORT_TYPE(peer);


static __always_inline u32 self(void)
{
	u32 zero = 0;
	struct sec_config *config = bpf_map_lookup_elem(&fg_sec_config, &zero);

	return config ? config->self : 0;
}

/*
 * An event whose texts and numbers are still empty; null where there is no room, or where the
 * process is not observed.
 */
static __always_inline struct sec_event *reserve(u32 kind)
{
	u32 sequence;
	struct sec_event *event;

	if (!is_target(current_group(), current_tgid())) {
		COUNT(kind, filtered);
		return 0;
	}
	event = RESERVE_CRITICAL(kind, struct sec_event, sequence);
	if (!event)
		return 0;
	head_of_process(&event->process, kind, sizeof(*event), sequence);
	__builtin_memset(&event->peer, 0, sizeof(event->peer));
	__builtin_memset(event->values, 0, sizeof(event->values));
	event->operation = 0;
	event->first_length = 0;
	event->second_length = 0;
	event->target = 0;
	return event;
}

static __always_inline void submit(u32 kind, struct sec_event *event)
{
	submit_critical(event);
	COUNT(kind, emitted);
}

static __always_inline u16 text_of_user(char *to, u32 kind, u64 from)
{
	long length = bpf_probe_read_user_str(to, PATH_BYTES, (void *)from);

	if (length == PATH_BYTES)
		COUNT(kind, truncated);
	return length > 0 ? length - 1 : 0;
}

/* What a system call's tracepoint shows. */
struct sys_enter {
	u64 common;
	s64 number;
	u64 arguments[6];
};

/* Operations of privilege changes. Only calls that ask for root while the caller is not count. */
enum {
	SET_UID = 1,
	SET_REUID = 2,
	SET_RESUID = 3,
	SET_GID = 4,
	SET_REGID = 5,
	SET_RESGID = 6,
};

static __always_inline int privilege(u32 operation, u32 real, u32 effective, u32 saved)
{
	struct task_struct___process *task = (void *)bpf_get_current_task();
	u32 present = operation < SET_GID ? BPF_CORE_READ(task, cred, euid.val)
					  : BPF_CORE_READ(task, cred, egid.val);
	struct sec_event *event;

	COUNT(KIND_PRIVILEGE, seen);
	if (!present || (real && effective && saved)) {
		COUNT(KIND_PRIVILEGE, filtered);
		return 0;
	}
	event = reserve(KIND_PRIVILEGE);
	if (!event)
		return 0;
	event->operation = operation;
	event->values[0] = real;
	event->values[1] = effective;
	event->values[2] = saved;
	event->values[3] = present;
	submit(KIND_PRIVILEGE, event);
	return 0;
}

static __noinline int on_setuid(struct sys_enter *call)
{
	return privilege(SET_UID, call->arguments[0], call->arguments[0], call->arguments[0]);
}

static __noinline int on_setreuid(struct sys_enter *call)
{
	return privilege(SET_REUID, call->arguments[0], call->arguments[1], -1);
}

static __noinline int on_setresuid(struct sys_enter *call)
{
	return privilege(SET_RESUID, call->arguments[0], call->arguments[1], call->arguments[2]);
}

static __noinline int on_setgid(struct sys_enter *call)
{
	return privilege(SET_GID, call->arguments[0], call->arguments[0], call->arguments[0]);
}

static __noinline int on_setregid(struct sys_enter *call)
{
	return privilege(SET_REGID, call->arguments[0], call->arguments[1], -1);
}

static __noinline int on_setresgid(struct sys_enter *call)
{
	return privilege(SET_RESGID, call->arguments[0], call->arguments[1], call->arguments[2]);
}

/* Requests of ptrace that begin to control a process; those that follow are not told. */
#define PTRACE_TRACEME 0
#define PTRACE_ATTACH 16
#define PTRACE_SEIZE 0x4206
#define PROCESS_VM_WRITEV (1ULL << 32)

static __always_inline int trace(u64 request, u32 target)
{
	struct sec_event *event = reserve(KIND_PTRACE);

	if (!event)
		return 0;
	event->operation = request;
	event->target = target;
	submit(KIND_PTRACE, event);
	return 0;
}

static __noinline int on_ptrace(struct sys_enter *call)
{
	u64 request = call->arguments[0];

	COUNT(KIND_PTRACE, seen);
	if (request != PTRACE_TRACEME && request != PTRACE_ATTACH && request != PTRACE_SEIZE) {
		COUNT(KIND_PTRACE, filtered);
		return 0;
	}
	return trace(request, request == PTRACE_TRACEME ? 0 : call->arguments[1]);
}

static __noinline int on_vm_writev(struct sys_enter *call)
{
	COUNT(KIND_PTRACE, seen);
	return trace(PROCESS_VM_WRITEV, call->arguments[0]);
}

struct module_load {
	u64 common;
	u32 taints;
	u32 name; /* offset in the low half, length in the high half */
};

SEC("tp/module/module_load")
int fg_module(struct module_load *call)
{
	struct sec_event *event;
	long length;

	COUNT(KIND_MODULE, seen);
	event = reserve(KIND_MODULE);
	if (!event)
		return 0;
	event->values[0] = call->taints;
	length = bpf_probe_read_kernel_str(event->first, PATH_BYTES,
					   (void *)call + (call->name & 0xffff));
	event->first_length = length > 0 ? length - 1 : 0;
	submit(KIND_MODULE, event);
	return 0;
}

/* include/uapi/linux/bpf.h: command 5 loads a program; its name stands at 48. */
static __noinline int on_bpf(struct sys_enter *call)
{
	struct sec_event *event;
	u32 type = 0;

	COUNT(KIND_BPF, seen);
	if (call->arguments[0] != 5 || bpf_get_current_pid_tgid() >> 32 == self()) {
		COUNT(KIND_BPF, filtered);
		return 0;
	}
	event = reserve(KIND_BPF);
	if (!event)
		return 0;
	bpf_probe_read_user(&type, sizeof(type), (void *)call->arguments[1]);
	event->operation = 5;
	event->values[0] = type;
	if (call->arguments[2] >= 64 &&
	    !bpf_probe_read_user(event->first, 16, (void *)call->arguments[1] + 48))
		event->first_length = 16;
	submit(KIND_BPF, event);
	return 0;
}

enum { MOUNT = 1, UNMOUNT = 2, MOVE_MOUNT = 3, PIVOT_ROOT = 4 };

static __always_inline int mount(u32 operation, u64 target, u64 source, u64 flags)
{
	struct sec_event *event;

	COUNT(KIND_MOUNT, seen);
	event = reserve(KIND_MOUNT);
	if (!event)
		return 0;
	event->operation = operation;
	event->values[0] = flags;
	event->first_length = text_of_user(event->first, KIND_MOUNT, target);
	event->second_length = source ? text_of_user(event->second, KIND_MOUNT, source) : 0;
	submit(KIND_MOUNT, event);
	return 0;
}

static __noinline int on_mount(struct sys_enter *call)
{
	return mount(MOUNT, call->arguments[1], call->arguments[0], call->arguments[3]);
}

static __noinline int on_move_mount(struct sys_enter *call)
{
	return mount(MOVE_MOUNT, call->arguments[3], call->arguments[1], call->arguments[4]);
}

static __noinline int on_pivot_root(struct sys_enter *call)
{
	return mount(PIVOT_ROOT, call->arguments[0], 0, 0);
}

/* include/uapi/linux/sched.h: flags of new namespaces of any kind. */
#define NEW_NAMESPACES 0x7e020080ULL

enum { UNSHARE = 1, SETNS = 2, CLONE = 3 };

static __always_inline int namespace(u32 operation, u64 flags)
{
	struct sec_event *event;

	COUNT(KIND_NAMESPACE, seen);
	if (operation != SETNS && !(flags & NEW_NAMESPACES)) {
		COUNT(KIND_NAMESPACE, filtered);
		return 0;
	}
	event = reserve(KIND_NAMESPACE);
	if (!event)
		return 0;
	event->operation = operation;
	event->values[0] = flags & NEW_NAMESPACES;
	submit(KIND_NAMESPACE, event);
	return 0;
}

static __noinline int on_unshare(struct sys_enter *call)
{
	return namespace(UNSHARE, call->arguments[0]);
}

static __noinline int on_setns(struct sys_enter *call)
{
	return namespace(SETNS, call->arguments[1]);
}

SEC("tp_btf/task_newtask")
int BPF_PROG(fg_clone, struct task_struct *made, u64 flags)
{
	return namespace(CLONE, flags);
}

static __always_inline int opened(u64 path, u64 flags)
{
	struct file_prefix prefix = {};
	struct sec_event *event;

	COUNT(KIND_FILE, seen);
	if (bpf_probe_read_user_str(prefix.name, sizeof(prefix.name), (void *)path) < 0)
		prefix.name[0] = 0;
	prefix.bits = sizeof(prefix.name) * 8;
	if (!prefix.name[0] || !bpf_map_lookup_elem(&fg_sec_files, &prefix) ||
	    bpf_get_current_pid_tgid() >> 32 == self()) {
		COUNT(KIND_FILE, filtered);
		return 0;
	}
	event = reserve(KIND_FILE);
	if (!event)
		return 0;
	event->values[0] = flags;
	event->first_length = text_of_user(event->first, KIND_FILE, path);
	submit(KIND_FILE, event);
	return 0;
}

static __noinline int on_openat(struct sys_enter *call)
{
	return opened(call->arguments[1], call->arguments[2]);
}

static __noinline int on_openat2(struct sys_enter *call)
{
	u64 flags = 0;

	bpf_probe_read_user(&flags, sizeof(flags), (void *)call->arguments[2]);
	return opened(call->arguments[1], flags);
}

static __noinline int on_open(struct sys_enter *call)
{
	return opened(call->arguments[0], call->arguments[1]);
}

/* Addresses that are not of the internet at large: loopback, private, link-local, multicast. */
static __always_inline int is_near_v4(u32 address)
{
	return address >> 24 == 127 || address >> 24 == 10 || address >> 20 == 0xac1 ||
	       address >> 16 == 0xc0a8 || address >> 16 == 0xa9fe || address >> 22 == 0x191 ||
	       address >> 28 == 14 || !address;
}

static __always_inline int is_near(const u8 *address)
{
	u64 high = *(const u64 *)address;
	u32 third = *(const u32 *)(address + 8);
	u32 last = *(const u32 *)(address + 12);

	if (!high && third == bpf_htonl(0xffff))
		return is_near_v4(bpf_ntohl(last));
	return (!high && !third) || address[0] == 0xff || (address[0] & 0xfe) == 0xfc ||
	       (address[0] == 0xfe && (address[1] & 0xc0) == 0x80);
}

/* SYN_SENT is entered by the process that connects, once the address is known. */
SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(fg_connect, const struct sock_common___process *sk, int before, int now)
{
	u32 zero = 0;
	struct sec_config *config = bpf_map_lookup_elem(&fg_sec_config, &zero);
	struct sec_event *event;
	u8 address[16] __attribute__((aligned(8)));
	struct peer peer;

	if (now != TCP_SYN_SENT)
		return 0;
	COUNT(KIND_CONNECT, seen);
	peer_of(&peer, sk);
	__builtin_memcpy(address, peer.address, sizeof(address));
	if (!config || config->self == bpf_get_current_pid_tgid() >> 32 ||
	    (config->connect != CONNECT_ALL && is_near(address))) {
		COUNT(KIND_CONNECT, filtered);
		return 0;
	}
	event = reserve(KIND_CONNECT);
	if (!event)
		return 0;
	__builtin_memcpy(&event->peer, &peer, sizeof(peer));
	submit(KIND_CONNECT, event);
	return 0;
}

/*
 * The calls above in two ways. With tracefs each has a tracepoint of its own, which costs the others
 * little; without it one program sees all calls, and a table says which numbers are which, since
 * they differ by machine.
 */
enum sec_call {
	CALL_SETUID = 1,
	CALL_SETREUID = 2,
	CALL_SETRESUID = 3,
	CALL_SETGID = 4,
	CALL_SETREGID = 5,
	CALL_SETRESGID = 6,
	CALL_PTRACE = 7,
	CALL_VM_WRITEV = 8,
	CALL_BPF = 9,
	CALL_MOUNT = 10,
	CALL_MOVE_MOUNT = 11,
	CALL_PIVOT_ROOT = 12,
	CALL_UNSHARE = 13,
	CALL_SETNS = 14,
	CALL_OPENAT = 15,
	CALL_OPENAT2 = 16,
	CALL_OPEN = 17,
	CALLS,
};
const enum sec_call *export_sec_call __attribute__((unused));

#define SYSTEM_CALL(tracepoint, name) \
	SEC("tp/syscalls/sys_enter_" #tracepoint) \
	int fg_##name(struct sys_enter *call) \
	{ \
		return on_##name(call); \
	}

SYSTEM_CALL(setuid, setuid)
SYSTEM_CALL(setreuid, setreuid)
SYSTEM_CALL(setresuid, setresuid)
SYSTEM_CALL(setgid, setgid)
SYSTEM_CALL(setregid, setregid)
SYSTEM_CALL(setresgid, setresgid)
SYSTEM_CALL(ptrace, ptrace)
SYSTEM_CALL(process_vm_writev, vm_writev)
SYSTEM_CALL(bpf, bpf)
SYSTEM_CALL(mount, mount)
SYSTEM_CALL(move_mount, move_mount)
SYSTEM_CALL(pivot_root, pivot_root)
SYSTEM_CALL(unshare, unshare)
SYSTEM_CALL(setns, setns)
SYSTEM_CALL(openat, openat)
SYSTEM_CALL(openat2, openat2)
SYSTEM_CALL(open, open)

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 512);
	__type(key, u32);
	__type(value, u32);
} fg_sec_calls SEC(".maps");

/* Registers at the entry of a call: those of x86, or those of arm64. */
struct pt_regs___sec {
	unsigned long di;
	unsigned long si;
	unsigned long dx;
	unsigned long r10;
	unsigned long r8;
	unsigned long r9;
	u64 regs[31];
} CORE;

struct thread_info___sec {
	unsigned long flags;
	u32 status;
} CORE;

struct task_struct___info {
	struct thread_info___sec thread_info;
} CORE;

/* Calls of 32-bit programs have other numbers: TS_COMPAT of x86, TIF_32BIT of arm64. */
static __always_inline int is_compat(void)
{
	struct task_struct___info *task = (void *)bpf_get_current_task();

	if (bpf_core_field_exists(task->thread_info.status))
		return BPF_CORE_READ(task, thread_info.status) & 2;
	return BPF_CORE_READ(task, thread_info.flags) >> 22 & 1;
}

static __always_inline void arguments_of(struct sys_enter *to, struct pt_regs___sec *from)
{
	if (bpf_core_field_exists(from->di)) {
		to->arguments[0] = BPF_CORE_READ(from, di);
		to->arguments[1] = BPF_CORE_READ(from, si);
		to->arguments[2] = BPF_CORE_READ(from, dx);
		to->arguments[3] = BPF_CORE_READ(from, r10);
		to->arguments[4] = BPF_CORE_READ(from, r8);
	} else {
		bpf_core_read(to->arguments, 5 * sizeof(u64), &from->regs);
	}
}

SEC("tp_btf/sys_enter")
int BPF_PROG(fg_calls, struct pt_regs___sec *registers, long number)
{
	u32 key = number;
	u32 *wanted = bpf_map_lookup_elem(&fg_sec_calls, &key);
	struct sys_enter call = {};

	if (!wanted || !*wanted || is_compat())
		return 0;
	arguments_of(&call, registers);
	switch (*wanted) {
	case CALL_SETUID:
		return on_setuid(&call);
	case CALL_SETREUID:
		return on_setreuid(&call);
	case CALL_SETRESUID:
		return on_setresuid(&call);
	case CALL_SETGID:
		return on_setgid(&call);
	case CALL_SETREGID:
		return on_setregid(&call);
	case CALL_SETRESGID:
		return on_setresgid(&call);
	case CALL_PTRACE:
		return on_ptrace(&call);
	case CALL_VM_WRITEV:
		return on_vm_writev(&call);
	case CALL_BPF:
		return on_bpf(&call);
	case CALL_MOUNT:
		return on_mount(&call);
	case CALL_MOVE_MOUNT:
		return on_move_mount(&call);
	case CALL_PIVOT_ROOT:
		return on_pivot_root(&call);
	case CALL_UNSHARE:
		return on_unshare(&call);
	case CALL_SETNS:
		return on_setns(&call);
	case CALL_OPENAT:
		return on_openat(&call);
	case CALL_OPENAT2:
		return on_openat2(&call);
	case CALL_OPEN:
		return on_open(&call);
	}
	return 0;
}
