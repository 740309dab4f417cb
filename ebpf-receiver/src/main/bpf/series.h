/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* Counters by a key, beside the histograms by a key of histogram.h. */
#ifndef FORAGER_SERIES_H
#define FORAGER_SERIES_H

#include "histogram.h"

/* The control group of what found no room under its own: Resources.OVERFLOW. */
#define OVERFLOW_GROUP ((u64)-1)

struct series_count {
	u64 count;
	u64 first_ns; /* when this CPU began; 0 when another one made the entry */
	u64 last_ns;
	u64 last_tick;
};

/* A map of counters by a key, one for each CPU. */
#define COUNT_MAP(name, key_type, entries) \
	struct { \
		__uint(type, BPF_MAP_TYPE_PERCPU_HASH); \
		__uint(max_entries, entries); \
		__type(key, key_type); \
		__type(value, struct series_count); \
	} name SEC(".maps")

/* Adds a number to the counter of a key. Answers false when the map is full. */
#define COUNT_ADD(map, key, number) \
	({ \
		struct series_count *c_ = bpf_map_lookup_elem(&map, key); \
		if (!c_) { \
			struct series_count fresh_ = {.first_ns = bpf_ktime_get_ns()}; \
			/* Another CPU may be quicker: then this fails, and the entry is there. */ \
			bpf_map_update_elem(&map, key, &fresh_, BPF_NOEXIST); \
			c_ = bpf_map_lookup_elem(&map, key); \
		} \
		if (c_) { \
			__sync_fetch_and_add(&c_->count, number); \
			CHANGED(c_); \
		} \
		c_ != 0; \
	})

#endif
