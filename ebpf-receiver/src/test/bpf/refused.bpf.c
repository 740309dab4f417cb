/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* For tests: a program that reads behind the end of a value, which no verifier takes. */
#include "kern.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} refused_calls SEC(".maps");

SEC("raw_tp/sched_process_exec")
int behind_the_end(void *context)
{
	u32 key = 0;
	u64 *value = bpf_map_lookup_elem(&refused_calls, &key);

	if (value)
		value[5]++;
	return 0;
}
