/* SPDX-FileCopyrightText: The Forager Authors */
/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* For tests: the rings and the grid of histograms without any occurrence. Not in the product. */
#include "histogram.h"

/* More in one run are too many branches for the verifier. */
#define SELF_TEST_EVENTS 64

struct self_test {
	u64 value;
	u32 slot;
	u32 events;
	u32 limited; /* by the rates, as of the control group that is the value, and by sampling */
	u32 wakes; /* the reader as records of the product do; else never */
};
EXPORT_TYPE(self_test);

struct test_event {
	struct event_header head;
	u64 number;
};

/* Which slot a duration falls into, and up to 64 events. */
SEC("syscall")
int fg_self_test(struct self_test *test)
{
	test->slot = fg_histogram_slot(test->value);
	for (u32 i = 0; i < SELF_TEST_EVENTS; i++) {
		u32 sequence;
		u32 shift = 0;
		struct test_event *event;

		if (i >= test->events)
			break;
		if (test->limited && !may_emit(KIND_TEST, test->value, i, &shift))
			continue;
		event = RESERVE_BULK(KIND_TEST, struct test_event, sequence);
		if (!event)
			continue;
		head_of_task(&event->head, KIND_TEST, sizeof(*event), sequence);
		event->head.sample_shift = shift;
		event->number = i;
		if (test->wakes)
			submit_bulk(event);
		else
			bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
	}
	return 0;
}
