/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * The security scenario but for exec, which stands in core.bpf.c: what asks for privileges,
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

/* What is asked for, gathered before an event is made of it. */
struct sec_request {
	u32 kind;
	u32 target; /* pid */
	u64 operation;
	u64 values[4];
	u64 first; /* addresses of texts; 0 for none */
	u64 second;
	u32 is_kernel; /* whether the first one is the kernel's */
	u32 first_bytes; /* what it has at most, with the NUL; 0: PATH_BYTES */
	struct peer peer;
};

static __always_inline u16 text_of(char *to, struct sec_request *asked, u64 from)
{
	u32 most = asked->first_bytes;
	long length;

	if (!most || most > PATH_BYTES)
		most = PATH_BYTES;
	if (asked->is_kernel)
		length = bpf_probe_read_kernel_str(to, most, (void *)from);
	else
		length = bpf_probe_read_user_str(to, most, (void *)from);
	if (length == PATH_BYTES)
		COUNT(asked->kind, truncated);
	return length > 0 ? length - 1 : 0;
}

/*
 * Makes the event, unless the process is not observed. Not static: verified once in each program,
 * and not for each system call that one of them knows.
 */
__noinline int fg_tell(struct sec_request *asked)
{
	struct sec_event *event;
	u32 sequence;
	u32 kind;

	if (!asked)
		return 0;
	kind = asked->kind;
	if (!is_target(current_group(), current_tgid())) {
		COUNT(kind, filtered);
		return 0;
	}
	event = RESERVE_CRITICAL(kind, struct sec_event, sequence);
	if (!event)
		return 0;
	head_of_process(&event->process, kind, sizeof(*event), sequence);
	event->peer = asked->peer;
	event->operation = asked->operation;
	event->target = asked->target;
	__builtin_memcpy(event->values, asked->values, sizeof(event->values));
	event->first_length = asked->first ? text_of(event->first, asked, asked->first) : 0;
	event->second_length = asked->second ? text_of(event->second, asked, asked->second) : 0;
	submit_critical(event);
	COUNT(kind, emitted);
	return 0;
}

/* Tells it or counts it as filtered. */
static __always_inline int judge(struct sec_request *asked, int is_wanted)
{
	if (is_wanted)
		return fg_tell(asked);
	COUNT(asked->kind, filtered);
	return 0;
}

/*
 * What follows fills a request by the arguments of a system call, and answers whether it is wanted.
 */

/* Operations of privilege changes. Only calls that ask for root while the caller is not count. */
enum {
	SET_UID = 1,
	SET_REUID = 2,
	SET_RESUID = 3,
	SET_GID = 4,
	SET_REGID = 5,
	SET_RESGID = 6,
};

static __always_inline int privilege(struct sec_request *to, u32 operation, u32 real, u32 effective,
				     u32 saved)
{
	struct task_struct___process *task = (void *)bpf_get_current_task();
	u32 present = operation < SET_GID ? BPF_CORE_READ(task, cred, euid.val)
					  : BPF_CORE_READ(task, cred, egid.val);

	to->kind = KIND_PRIVILEGE;
	to->operation = operation;
	to->values[0] = real;
	to->values[1] = effective;
	to->values[2] = saved;
	to->values[3] = present;
	return present && !(real && effective && saved);
}

/* Requests of ptrace that begin to control a process; those that follow are not told. */
#define PTRACE_TRACEME 0
#define PTRACE_ATTACH 16
#define PTRACE_SEIZE 0x4206
#define PROCESS_VM_WRITEV (1ULL << 32)

static __always_inline int ptrace(struct sec_request *to, u64 request, u32 target)
{
	to->kind = KIND_PTRACE;
	to->operation = request;
	to->target = request == PTRACE_TRACEME ? 0 : target;
	return request == PTRACE_TRACEME || request == PTRACE_ATTACH || request == PTRACE_SEIZE ||
	       request == PROCESS_VM_WRITEV;
}

/* include/uapi/linux/bpf.h: command 5 loads a program; its type stands first, its name at 48. */
#define BPF_COMMAND_LOAD 5
#define BPF_NAME_AT 48
#define BPF_NAME_BYTES 16

static __always_inline int bpf(struct sec_request *to, u64 command, u64 attributes, u64 size)
{
	u32 type = 0;

	to->kind = KIND_BPF;
	if (command != BPF_COMMAND_LOAD || current_tgid() == self())
		return 0;
	bpf_probe_read_user(&type, sizeof(type), (void *)attributes);
	to->operation = command;
	to->values[0] = type;
	to->first = size >= BPF_NAME_AT + BPF_NAME_BYTES ? attributes + BPF_NAME_AT : 0;
	to->first_bytes = BPF_NAME_BYTES;
	return 1;
}

enum { MOUNT = 1, UNMOUNT = 2, MOVE_MOUNT = 3, PIVOT_ROOT = 4 };

static __always_inline int mount(struct sec_request *to, u32 operation, u64 target, u64 source,
				 u64 flags)
{
	to->kind = KIND_MOUNT;
	to->operation = operation;
	to->values[0] = flags;
	to->first = target;
	to->second = source;
	return 1;
}

/* include/uapi/linux/sched.h: flags of new namespaces of any kind. */
#define NEW_NAMESPACES 0x7e020080ULL

enum { UNSHARE = 1, SETNS = 2, CLONE = 3 };

static __always_inline int namespace(struct sec_request *to, u32 operation, u64 flags)
{
	to->kind = KIND_NAMESPACE;
	to->operation = operation;
	to->values[0] = flags & NEW_NAMESPACES;
	return operation == SETNS || (flags & NEW_NAMESPACES);
}

static __always_inline int opened(struct sec_request *to, u64 path, u64 flags)
{
	struct file_prefix prefix = {};

	to->kind = KIND_FILE;
	to->values[0] = flags;
	to->first = path;
	if (bpf_probe_read_user_str(prefix.name, sizeof(prefix.name), (void *)path) < 0)
		prefix.name[0] = 0;
	prefix.bits = sizeof(prefix.name) * 8;
	return prefix.name[0] && bpf_map_lookup_elem(&fg_sec_files, &prefix) &&
	       current_tgid() != self();
}

static __always_inline int openat2(struct sec_request *to, u64 path, u64 how)
{
	u64 flags = 0;

	bpf_probe_read_user(&flags, sizeof(flags), (void *)how);
	return opened(to, path, flags);
}

/* Which number is which call: a table says it, since numbers differ by machine. */
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

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 512);
	__type(key, u32);
	__type(value, u32);
} fg_sec_calls SEC(".maps");

#define MOST_ARGUMENTS 6

static __always_inline int wanted_of(struct sec_request *to, u32 call, const u64 *a)
{
	switch (call) {
	case CALL_OPENAT:
		return opened(to, a[1], a[2]);
	case CALL_OPENAT2:
		return openat2(to, a[1], a[2]);
	case CALL_OPEN:
		return opened(to, a[0], a[1]);
	case CALL_SETUID:
		return privilege(to, SET_UID, a[0], a[0], a[0]);
	case CALL_SETREUID:
		return privilege(to, SET_REUID, a[0], a[1], -1);
	case CALL_SETRESUID:
		return privilege(to, SET_RESUID, a[0], a[1], a[2]);
	case CALL_SETGID:
		return privilege(to, SET_GID, a[0], a[0], a[0]);
	case CALL_SETREGID:
		return privilege(to, SET_REGID, a[0], a[1], -1);
	case CALL_SETRESGID:
		return privilege(to, SET_RESGID, a[0], a[1], a[2]);
	case CALL_PTRACE:
		return ptrace(to, a[0], a[1]);
	case CALL_VM_WRITEV:
		return ptrace(to, PROCESS_VM_WRITEV, a[0]);
	case CALL_BPF:
		return bpf(to, a[0], a[1], a[2]);
	case CALL_MOUNT:
		return mount(to, MOUNT, a[1], a[0], a[3]);
	case CALL_MOVE_MOUNT:
		return mount(to, MOVE_MOUNT, a[3], a[1], a[4]);
	case CALL_PIVOT_ROOT:
		return mount(to, PIVOT_ROOT, a[0], 0, 0);
	case CALL_UNSHARE:
		return namespace(to, UNSHARE, a[0]);
	case CALL_SETNS:
		return namespace(to, SETNS, a[1]);
	}
	return 0;
}

/* What a system call's tracepoint shows. */
struct sys_enter {
	u64 common;
	u32 number;
	u32 reserved;
	u64 arguments[MOST_ARGUMENTS];
};

/*
 * With tracefs, one program for the tracepoint of each call, which costs the other calls little. It
 * reads its context as memory: the kernel lets no program with direct access to more arguments than
 * a call has onto that call's tracepoint.
 */
SEC("tp")
int fg_call(struct sys_enter *context)
{
	struct sec_request asked = {};
	struct sys_enter call = {};
	u32 *which;

	bpf_probe_read_kernel(&call, sizeof(call), context);
	which = bpf_map_lookup_elem(&fg_sec_calls, &call.number);
	if (!which || !*which)
		return 0;
	return judge(&asked, wanted_of(&asked, *which, call.arguments));
}

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

static __always_inline void arguments_of(u64 *to, struct pt_regs___sec *from)
{
	if (bpf_core_field_exists(from->di)) {
		to[0] = BPF_CORE_READ(from, di);
		to[1] = BPF_CORE_READ(from, si);
		to[2] = BPF_CORE_READ(from, dx);
		to[3] = BPF_CORE_READ(from, r10);
		to[4] = BPF_CORE_READ(from, r8);
	} else {
		bpf_core_read(to, 5 * sizeof(u64), &from->regs);
	}
}

/* Not inlined: what it keeps on the stack need not be cleared for the calls that nothing watches. */
static __noinline int watched(u32 call, struct pt_regs___sec *registers)
{
	struct sec_request asked = {};
	u64 arguments[MOST_ARGUMENTS] = {};

	if (is_compat())
		return 0;
	arguments_of(arguments, registers);
	return judge(&asked, wanted_of(&asked, call, arguments));
}

/* Without tracefs, one program that sees all calls. */
SEC("raw_tp/sys_enter")
int BPF_PROG(fg_calls, struct pt_regs___sec *registers, long number)
{
	u32 key = number;
	u32 *which = bpf_map_lookup_elem(&fg_sec_calls, &key);

	return which && *which ? watched(*which, registers) : 0;
}

SEC("raw_tp/task_newtask")
int BPF_PROG(fg_clone, struct task_struct *made, u64 flags)
{
	struct sec_request asked = {};

	return judge(&asked, namespace(&asked, CLONE, flags));
}

struct module_load {
	u64 common;
	u32 taints;
	u32 name; /* offset in the low half, length in the high half */
};

SEC("tp/module/module_load")
int fg_module(struct module_load *call)
{
	struct sec_request asked = {.kind = KIND_MODULE, .is_kernel = 1};

	asked.values[0] = call->taints;
	asked.first = (u64)call + (call->name & 0xffff);
	return judge(&asked, 1);
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
SEC("raw_tp/inet_sock_set_state")
int BPF_PROG(fg_connect, const struct sock_common___process *sk, int before, int now)
{
	u32 zero = 0;
	struct sec_config *config = bpf_map_lookup_elem(&fg_sec_config, &zero);
	struct sec_request asked = {.kind = KIND_CONNECT};
	u8 address[16] __attribute__((aligned(8)));

	if (now != TCP_SYN_SENT)
		return 0;
	peer_of(&asked.peer, sk);
	__builtin_memcpy(address, asked.peer.address, sizeof(address));
	return judge(&asked, config && config->self != current_tgid() &&
				     (config->connect == CONNECT_ALL || !is_near(address)));
}
