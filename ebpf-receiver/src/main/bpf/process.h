/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * What programs that tell of processes need: the head of an event with the ancestors of the
 * process. The kernel is asked for them at the moment of the event, so that neither an event that
 * was missed nor a pid that came again can name a wrong parent.
 *
 * Structs here have flavours of their own (the part behind ___): libbpf finds the kernel's struct
 * by the name before it.
 */
#ifndef FORAGER_PROCESS_H
#define FORAGER_PROCESS_H

#include "forager.h"

#define ANCESTORS 4

struct task_struct___process {
	int pid;
	int tgid;
	int exit_code;
	struct task_struct___process *group_leader;
	struct task_struct___process *real_parent;
	struct mm_struct___process *mm;
	struct files_struct___process *files;
	struct fs_struct___process *fs;
	const struct cred___process *cred;
	u64 start_boottime;
	u64 real_start_time; /* the name of start_boottime until Linux 5.5 */
	unsigned long nvcsw;
	unsigned long nivcsw;
	unsigned int __state;
	long state; /* the name of __state until Linux 5.14 */
	char comm[16];
} CORE;

struct mm_struct___process {
	u64 arg_start;
	u64 arg_end;
} CORE;

struct kuid___process {
	u32 val;
};

struct cred___process {
	struct kuid___process uid;
	struct kuid___process gid;
	struct kuid___process suid;
	struct kuid___process euid;
	struct kuid___process egid;
} CORE;

struct qstr___process {
	const char *name;
} CORE;

struct dentry___process {
	struct dentry___process *d_parent;
	struct qstr___process d_name;
	struct inode___process *d_inode;
} CORE;

struct vfsmount___process {
	struct dentry___process *mnt_root;
} CORE;

struct mount___process {
	struct mount___process *mnt_parent;
	struct dentry___process *mnt_mountpoint;
	struct vfsmount___process mnt;
} CORE;

struct path___process {
	struct vfsmount___process *mnt;
	struct dentry___process *dentry;
} CORE;

struct fs_struct___process {
	struct path___process pwd;
} CORE;

struct inode___process {
	u16 i_mode;
	u32 i_nlink;
	unsigned long i_ino;
} CORE;

struct file___process {
	struct path___process f_path;
	struct inode___process *f_inode;
	void *private_data;
} CORE;

struct fdtable___process {
	unsigned int max_fds;
	struct file___process **fd;
} CORE;

struct files_struct___process {
	struct fdtable___process *fdt;
} CORE;

struct in6_addr___process {
	u8 bytes[16];
};

struct sock_common___process {
	__be32 skc_daddr;
	struct in6_addr___process skc_v6_daddr;
	__be16 skc_dport;
	unsigned short skc_family;
} CORE;

struct socket___process {
	struct sock_common___process *sk;
} CORE;

#define ADDRESS_FAMILY_IPV4 2
#define ADDRESS_FAMILY_IPV6 10

struct ancestor {
	u64 start_boottime;
	u32 tgid;
	u32 reserved;
	char comm[16];
};
EXPORT_TYPE(ancestor);

/* Every event of a process begins so. Ancestors are nearest first; one of pid 0 is the last. */
struct process_event {
	struct event_header head;
	struct ancestor ancestors[ANCESTORS];
};
EXPORT_TYPE(process_event);

/* The other end of a socket; family 0 for none. IPv4 as ::ffff:a.b.c.d. */
struct peer {
	u8 address[16];
	u16 port;
	u16 family;
	u32 reserved;
};

static __always_inline u64 start_of_process(const struct task_struct___process *leader)
{
	if (bpf_core_field_exists(leader->start_boottime))
		return BPF_CORE_READ(leader, start_boottime);
	return BPF_CORE_READ(leader, real_start_time);
}

/* A subprogram, verified where it is called: inlined it would be most of each program. */
static __noinline void lineage_of(struct ancestor *to, struct task_struct___process *task)
{
	int is_end = 0;

	for (int i = 0; i < ANCESTORS; i++) {
		if (!is_end)
			task = BPF_CORE_READ(task, real_parent, group_leader);
		to[i].tgid = is_end ? 0 : BPF_CORE_READ(task, tgid);
		to[i].reserved = 0;
		if (!to[i].tgid) {
			is_end = 1;
			to[i].start_boottime = 0;
			__builtin_memset(to[i].comm, 0, sizeof(to[i].comm));
			continue;
		}
		to[i].start_boottime = start_of_process(task);
		BPF_CORE_READ_INTO(&to[i].comm, task, comm);
	}
}

/* Of the running process. A subprogram as well. */
static __noinline void head_of_process(struct process_event *to, u32 kind, u32 size, u32 sequence)
{
	struct task_struct___process *task = (void *)bpf_get_current_task();

	head_of_task(&to->head, kind, size, sequence);
	lineage_of(to->ancestors, BPF_CORE_READ(task, group_leader));
}

static __always_inline void peer_of(struct peer *to, const struct sock_common___process *sk)
{
	to->family = BPF_CORE_READ(sk, skc_family);
	to->port = bpf_ntohs(BPF_CORE_READ(sk, skc_dport));
	to->reserved = 0;
	if (to->family == ADDRESS_FAMILY_IPV6) {
		bpf_core_read(to->address, sizeof(to->address), &sk->skc_v6_daddr);
	} else {
		*(u64 *)to->address = 0;
		*(u32 *)(to->address + 8) = bpf_htonl(0xffff);
		*(u32 *)(to->address + 12) = BPF_CORE_READ(sk, skc_daddr);
	}
}

#endif
