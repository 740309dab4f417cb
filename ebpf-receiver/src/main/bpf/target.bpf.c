/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * Keeps the table of chosen processes: what a process forks is chosen as it is, until it executes
 * another program and user space decides anew. Loaded only where the target names processes.
 */
#include "forager.h"

SEC("tp_btf/sched_process_fork")
int BPF_PROG(fg_target_fork, struct task_struct *parent, struct task_struct *child)
{
	u32 from = parent->tgid;
	u32 to = child->tgid;
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

SEC("tp_btf/sched_process_free")
int BPF_PROG(fg_target_free, struct task_struct *task)
{
	u32 tgid = task->tgid;

	if (task->pid == task->tgid)
		bpf_map_delete_elem(&fg_target_task, &tgid);
	return 0;
}
