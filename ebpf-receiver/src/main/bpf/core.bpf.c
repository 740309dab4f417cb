/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * What all scenarios share: control groups as they come and go, so that an id has a name at once;
 * what is executed; which processes are chosen. One object, since each costs the time in which
 * libbpf reads the kernel's types.
 */
#include "process.h"

#define PATH_MAX 512

enum { CGROUP_MADE = 1, CGROUP_REMOVED = 2 };

struct cgroup_event {
	struct event_header head;
	u64 id;
	u16 operation;
	u16 path_length;
	u32 hierarchy; /* 0 is version 2: ids count in each hierarchy anew */
	char path[PATH_MAX];
};
EXPORT_TYPE(cgroup_event);
EXPORT_TYPE(kind_stats);
EXPORT_TYPE(shared_config);

static __always_inline int cgroup_changed(struct cgroup *cgroup, const char *path, u16 operation)
{
	u32 sequence;
	struct cgroup_event *event = RESERVE_CRITICAL(KIND_CGROUP, struct cgroup_event, sequence);
	long length;

	if (!event)
		return 0;
	head_of_task(&event->head, KIND_CGROUP, sizeof(*event), sequence);
	event->id = BPF_CORE_READ(cgroup, kn, id);
	event->operation = operation;
	event->hierarchy = BPF_CORE_READ(cgroup, root, hierarchy_id);
	length = bpf_probe_read_kernel_str(event->path, sizeof(event->path), path);
	event->path_length = length > 0 ? length - 1 : 0;
	if (length == sizeof(event->path))
		COUNT(KIND_CGROUP, truncated);
	/* At once: records of the group's processes may come by another ring, and want its name. */
	bpf_ringbuf_submit(event, BPF_RB_FORCE_WAKEUP);
	COUNT(KIND_CGROUP, emitted);
	return 0;
}

SEC("raw_tp/cgroup_mkdir")
int BPF_PROG(fg_cgroup_mkdir, struct cgroup *cgroup, const char *path)
{
	return cgroup_changed(cgroup, path, CGROUP_MADE);
}

SEC("raw_tp/cgroup_rmdir")
int BPF_PROG(fg_cgroup_rmdir, struct cgroup *cgroup, const char *path)
{
	return cgroup_changed(cgroup, path, CGROUP_REMOVED);
}

/*
 * What is executed, seen after it has succeeded: for the security scenario, and for every scenario
 * whose records name a process by its executable and arguments.
 */

#define KIND_EXEC 48
#define PATH_BYTES 256
#define ARGUMENT_BYTES 1024
#define FOLDER_BYTES 256
#define FOLDER_NAME_BYTES 64
#define FOLDER_DEPTH 24

enum {
	EXEC_MEMFD = 1,
	EXEC_DELETED = 2,
	EXEC_ARGUMENTS_CUT = 4,
	EXEC_PATH_CUT = 8,
	EXEC_FOLDER = 16,
};

struct exec_event {
	struct process_event process;
	struct peer stdio; /* an internet socket that is the standard input, output or error */
	u64 inode;
	u32 flags;
	u32 effective_uid;
	u16 path_length;
	u16 arguments_length;
	u32 stdio_mask; /* which of the three */
	u32 folder_length;
	/* With EXEC_FOLDER: the working folder, the last name first, each with its zero. */
	char folder[FOLDER_BYTES + FOLDER_NAME_BYTES];
	char path[PATH_BYTES];
	char file[32]; /* last part of the file's name */
	char arguments[ARGUMENT_BYTES];
};
EXPORT_TYPE(exec_event);
EXPORT_TYPE(peer);

struct linux_binprm___process {
	struct file___process *file;
	const char *filename;
} CORE;

static __always_inline int is_memfd(const char *name)
{
	return name[0] == 'm' && name[1] == 'e' && name[2] == 'm' && name[3] == 'f' &&
	       name[4] == 'd' && name[5] == ':';
}

/* An internet socket on one of the standard streams; Unix sockets are common there (journald). */
static __always_inline void stdio_of(struct exec_event *to, struct task_struct___process *task)
{
	struct fdtable___process *table = BPF_CORE_READ(task, files, fdt);
	struct file___process **files = BPF_CORE_READ(table, fd);
	u32 count = BPF_CORE_READ(table, max_fds);

#pragma unroll
	for (int i = 0; i < 3; i++) {
		struct file___process *file = 0;
		struct socket___process *socket;
		struct sock_common___process *sk;
		u16 family;

		if ((u32)i >= count || bpf_probe_read_kernel(&file, sizeof(file), files + i) ||
		    !file || (BPF_CORE_READ(file, f_inode, i_mode) & 0170000) != 0140000)
			continue;
		socket = BPF_CORE_READ(file, private_data);
		sk = BPF_CORE_READ(socket, sk);
		family = BPF_CORE_READ(sk, skc_family);
		if (family != ADDRESS_FAMILY_IPV4 && family != ADDRESS_FAMILY_IPV6)
			continue;
		to->stdio_mask |= 1 << i;
		peer_of(&to->stdio, sk);
	}
}

static __always_inline struct mount___process *mount_of(struct vfsmount___process *mounted)
{
	return (void *)mounted - bpf_core_field_offset(struct mount___process, mnt);
}

/*
 * The working folder of a program that was given by a path from there: a program that ends at once
 * is gone before anybody can ask proc. Without EXEC_FOLDER where it is too deep, long, or removed.
 */
static __always_inline void folder_of(struct exec_event *to, struct task_struct___process *task)
{
	struct dentry___process *at = BPF_CORE_READ(task, fs, pwd.dentry);
	struct mount___process *mount = mount_of(BPF_CORE_READ(task, fs, pwd.mnt));
	u32 used = 0;

	if (!BPF_CORE_READ(at, d_inode, i_nlink))
		return;
#pragma clang loop unroll(disable)
	for (int i = 0; i < FOLDER_DEPTH; i++) {
		long length;

		if (at == BPF_CORE_READ(mount, mnt.mnt_root)) {
			struct mount___process *above = BPF_CORE_READ(mount, mnt_parent);

			if (above == mount) {
				to->flags |= EXEC_FOLDER;
				to->folder_length = used;
				return;
			}
			at = BPF_CORE_READ(mount, mnt_mountpoint);
			mount = above;
			continue;
		}
		if (used >= FOLDER_BYTES)
			return;
		length = bpf_probe_read_kernel_str(to->folder + (used & (FOLDER_BYTES - 1)),
						   FOLDER_NAME_BYTES, BPF_CORE_READ(at, d_name.name));
		if (length <= 1 || length >= FOLDER_NAME_BYTES)
			return;
		used += length;
		at = BPF_CORE_READ(at, d_parent);
	}
}

static __always_inline void arguments_of(struct exec_event *to, struct task_struct___process *task)
{
	u64 from = BPF_CORE_READ(task, mm, arg_start);
	u64 length = BPF_CORE_READ(task, mm, arg_end) - from;

	if (length > ARGUMENT_BYTES - 1) {
		length = ARGUMENT_BYTES - 1;
		to->flags |= EXEC_ARGUMENTS_CUT;
	}
	asm volatile("" : "+r"(length));
	length &= ARGUMENT_BYTES - 1;
	if (!bpf_probe_read_user(to->arguments, length, (void *)from))
		to->arguments_length = length;
}

SEC("raw_tp/sched_process_exec")
int BPF_PROG(fg_exec, struct task_struct *running, int old, struct linux_binprm___process *program)
{
	struct task_struct___process *task = (void *)bpf_get_current_task();
	struct file___process *file = BPF_CORE_READ(program, file);
	struct exec_event *event;
	u32 sequence;
	long length;

	event = RESERVE_CRITICAL(KIND_EXEC, struct exec_event, sequence);
	if (!event)
		return 0;
	head_of_process(&event->process, KIND_EXEC, sizeof(*event), sequence);
	event->flags = 0;
	event->stdio_mask = 0;
	event->arguments_length = 0;
	event->folder_length = 0;
	event->inode = BPF_CORE_READ(file, f_inode, i_ino);
	event->effective_uid = BPF_CORE_READ(task, cred, euid.val);
	__builtin_memset(&event->stdio, 0, sizeof(event->stdio));
	length = bpf_probe_read_kernel_str(event->path, PATH_BYTES, BPF_CORE_READ(program, filename));
	event->path_length = length > 0 ? length - 1 : 0;
	event->flags |= length == PATH_BYTES ? EXEC_PATH_CUT : 0;
	event->file[0] = 0;
	bpf_probe_read_kernel_str(event->file, sizeof(event->file),
				  BPF_CORE_READ(file, f_path.dentry, d_name.name));
	if (!BPF_CORE_READ(file, f_inode, i_nlink))
		event->flags |= is_memfd(event->file) ? EXEC_MEMFD : EXEC_DELETED;
	if (event->path[0] != '/')
		folder_of(event, task);
	stdio_of(event, task);
	arguments_of(event, task);
	if (event->flags & (EXEC_ARGUMENTS_CUT | EXEC_PATH_CUT))
		COUNT(KIND_EXEC, truncated);
	submit_critical(event);
	COUNT(KIND_EXEC, emitted);
	return 0;
}

/*
 * The table of chosen processes: what a process forks is chosen as it is, until it executes another
 * program and user space decides anew. Attached only where the target names processes.
 */

SEC("raw_tp/sched_process_fork")
int BPF_PROG(fg_target_fork, struct task_struct *parent, struct task_struct *child)
{
	u32 from = BPF_CORE_READ(parent, tgid);
	u32 to = BPF_CORE_READ(child, tgid);
	u8 *wanted;

	/* A thread has its process's number. */
	if (from == to)
		return 0;
	wanted = bpf_map_lookup_elem(&fg_target_task, &from);
	if (wanted) {
		u8 copy = *wanted;

		bpf_map_update_elem(&fg_target_task, &to, &copy, BPF_ANY);
	}
	return 0;
}

SEC("raw_tp/sched_process_free")
int BPF_PROG(fg_target_free, struct task_struct *task)
{
	u32 tgid = BPF_CORE_READ(task, tgid);

	if (BPF_CORE_READ(task, pid) == (int)tgid)
		bpf_map_delete_elem(&fg_target_task, &tgid);
	return 0;
}
