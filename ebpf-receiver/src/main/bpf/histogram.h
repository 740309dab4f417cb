/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * Histograms of durations that are OTLP exponential histograms of scale 2 already: four buckets an
 * octave, bounds at powers of 2^(1/4) seconds. Nanoseconds are first turned into units of 2^-30 s,
 * so that the bounds are the same powers of two times a constant; slot i > 0 is OTLP's bucket
 * i - 121, slot 0 counts what is at most one unit (the zero bucket). Durations above 4.5 hours count
 * in the last slot.
 */
#ifndef FORAGER_HISTOGRAM_H
#define FORAGER_HISTOGRAM_H

#include "forager.h"

/*
 * Notes when a series changed last, to the kernel's tick: asking for the tick is a load, asking for
 * the time a call that costs a quarter of what a packet does.
 */
#define CHANGED(series) \
	do { \
		u64 tick_ = bpf_jiffies64(); \
		if ((series)->last_tick != tick_) { \
			(series)->last_tick = tick_; \
			(series)->last_ns = bpf_ktime_get_ns(); \
		} \
	} while (0)

#define HISTOGRAM_SLOTS 176
/* Beyond, the product below does not fit 64 bits. */
#define HISTOGRAM_MAX_NS 16000000000000ULL

struct histogram {
	u64 count;
	u64 sum_ns;
	u64 first_ns; /* monotonic time of the first value: the start of the series */
	u64 last_ns;  /* of the last one: what is idle for long makes room when there is little */
	u64 last_tick;
	u64 slots[HISTOGRAM_SLOTS];
};

static __always_inline u32 log2_floor(u64 v)
{
	u32 r = 0;

	if (v >> 32) {
		v >>= 32;
		r += 32;
	}
	if (v >> 16) {
		v >>= 16;
		r += 16;
	}
	if (v >> 8) {
		v >>= 8;
		r += 8;
	}
	if (v >> 4) {
		v >>= 4;
		r += 4;
	}
	if (v >> 2) {
		v >>= 2;
		r += 2;
	}
	if (v >> 1)
		r += 1;
	return r;
}

/* Not static: verified once, not in each of the paths that call it. */
__noinline u32 fg_histogram_slot(u64 ns)
{
	if (ns > HISTOGRAM_MAX_NS)
		return HISTOGRAM_SLOTS - 1;
	/* 2^30 / 10^9 = 1125899.9 / 2^20 */
	u64 v = (ns * 1125900) >> 20;

	if (v <= 1)
		return 0;
	u32 octave = log2_floor(v) & 63;

	if (!(v & (v - 1)))
		return octave * 4; /* upper bounds belong to their bucket */
	u64 mantissa = v << (63 - octave);
	u32 quarter = 1;

	/* 2^63 times 2^(1/4), 2^(2/4), 2^(3/4) */
	if (mantissa > 0x9837f0518db8a96fULL)
		quarter++;
	if (mantissa > 0xb504f333f9de6484ULL)
		quarter++;
	if (mantissa > 0xd744fccad69d6af4ULL)
		quarter++;
	u32 slot = octave * 4 + quarter;

	return slot < HISTOGRAM_SLOTS ? slot : HISTOGRAM_SLOTS - 1;
}

static __always_inline void histogram_add(struct histogram *to, u64 ns)
{
	u32 slot = fg_histogram_slot(ns);

	if (slot >= HISTOGRAM_SLOTS) /* never; the verifier wants to see it */
		return;
	__sync_fetch_and_add(&to->count, 1);
	__sync_fetch_and_add(&to->sum_ns, ns);
	__sync_fetch_and_add(&to->slots[slot], 1);
	CHANGED(to);
}

/* A map of histograms by a key; one value for all CPUs, since one of them has 1.4 KiB. */
#define HISTOGRAM_MAP(name, key_type, entries) \
	struct { \
		__uint(type, BPF_MAP_TYPE_HASH); \
		__uint(max_entries, entries); \
		__type(key, key_type); \
		__type(value, struct histogram); \
	} name SEC(".maps"); \
	/* A histogram is too large for the stack of a program: new entries are copied from here. */ \
	struct { \
		__uint(type, BPF_MAP_TYPE_ARRAY); \
		__uint(max_entries, 1); \
		__type(key, u32); \
		__type(value, struct histogram); \
	} name##_zero SEC(".maps")

/*
 * Adds a duration to the histogram of a key. Answers false when the map is full: the caller counts
 * the duration under a key of its own that was put in before.
 */
#define HISTOGRAM_ADD(map, key, ns) \
	({ \
		struct histogram *h_ = bpf_map_lookup_elem(&map, key); \
		if (!h_) { \
			u32 zero_ = 0; \
			void *empty_ = bpf_map_lookup_elem(&map##_zero, &zero_); \
			if (empty_) \
				bpf_map_update_elem(&map, key, empty_, BPF_NOEXIST); \
			h_ = bpf_map_lookup_elem(&map, key); \
			if (h_) \
				h_->first_ns = bpf_ktime_get_ns(); \
		} \
		if (h_) \
			histogram_add(h_, ns); \
		h_ != 0; \
	})

#endif
