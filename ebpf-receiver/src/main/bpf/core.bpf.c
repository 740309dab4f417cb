/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* What every scenario needs: cgroups as they come and go, so that an id has a name at once. */
#include "histogram.h"

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

	COUNT(KIND_CGROUP, seen);
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

SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(fg_cgroup_mkdir, struct cgroup *cgroup, const char *path)
{
	return cgroup_changed(cgroup, path, CGROUP_MADE);
}

SEC("tp_btf/cgroup_rmdir")
int BPF_PROG(fg_cgroup_rmdir, struct cgroup *cgroup, const char *path)
{
	return cgroup_changed(cgroup, path, CGROUP_REMOVED);
}
