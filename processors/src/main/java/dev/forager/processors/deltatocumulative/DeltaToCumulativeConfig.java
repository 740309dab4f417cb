// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.deltatocumulative;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.time.Duration;

/** How many running totals are kept, and for how long. */
public record DeltaToCumulativeConfig(
        @Doc("A series is forgotten when it was silent for this long; its total begins anew.")
                @Default("5m")
                Duration maxStale,
        @Doc("Most series; points of further ones are dropped.") @Default("9223372036854775807")
                long maxStreams,
        @Doc("Most memory for series; 0 is a quarter of the heap.") @Default("0")
                ByteSize maxStateSize) {
    public DeltaToCumulativeConfig {
        require(
                maxStale.isPositive(),
                "max_stale",
                "max_stale must be a positive duration (got %s)".formatted(inSeconds(maxStale)));
        require(
                maxStreams >= 0,
                "max_streams",
                "max_streams must be a positive number (got %d)".formatted(maxStreams));
    }

    private static String inSeconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + "s"
                : duration.toMillis() + "ms";
    }
}
