// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.interval;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Min;
import java.time.Duration;

/** How often metrics are sent, and which pass at once. */
public record IntervalConfig(
        @Doc("Time between two sendings.") @Default("60s") Duration interval,
        @Doc("What passes at once.") @Default("{}") PassThrough passThrough,
        @Doc("Most series to hold; points of further ones pass at once.")
                @Default("1000000")
                @Min(1)
                long maxStreams,
        @Doc("Most memory for series; 0 is a quarter of the heap.") @Default("0")
                ByteSize maxStateSize) {
    public IntervalConfig {
        require(interval.isPositive(), "invalid interval value");
    }

    /** Kinds whose points are not held. */
    public record PassThrough(
            @Doc("Gauges pass as they come.") @Default("false") boolean gauge,
            @Doc("Summaries pass as they come.") @Default("false") boolean summary) {}
}
