// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.RefusesNull;
import java.time.Duration;

/** How long spans of a trace are waited for, and how many traces at once. */
public record GroupByTraceConfig(
        @Doc("Time from the first span of a trace to its release.") @Default("1s")
                Duration waitDuration,
        @Doc("Most traces to hold; the oldest is dropped for a further one.")
                @Default("1000000")
                @Min(1)
                long numTraces,
        @Doc("Threads that hand traces on; each has its share of the traces.") @Default("1") @Min(1)
                int numWorkers,
        @Doc("Not supported, as in the Go collector.") @Default("false") boolean discardOrphans,
        @Doc("Not supported, as in the Go collector.") @Default("false") boolean storeOnDisk,
        @Doc(
                        "What is released together: `trace`, or `service`: the spans of a trace in"
                                + " one service, each call apart.")
                @Default("trace")
                @RefusesNull("unknown emit_strategy \"\"")
                EmitStrategy emitStrategy,
        @Doc("Most bytes of spans to hold; 0 is a quarter of the heap.") @Default("0")
                ByteSize maxStateSize) {
    public GroupByTraceConfig {
        require(
                !storeOnDisk,
                "store_on_disk",
                "option 'disk storage' not supported in this release");
        require(
                !discardOrphans,
                "discard_orphans",
                "option 'discard orphans' not supported in this release");
        require(!waitDuration.isNegative(), "wait_duration", "must not be negative");
        require(
                numTraces >= numWorkers,
                "num_traces",
                "must be at least num_workers, so that each has room for one");
    }
}
