// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.cumulativetodelta;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Which metrics are converted, and how long their last values are remembered. */
public record CumulativeToDeltaConfig(
        @Doc("A series is forgotten when it was silent for this long; 0 never forgets.")
                @Default("1h")
                Duration maxStaleness,
        @Doc(
                        "The first point of a series: `auto` sends it if the series began after the"
                                + " process, `keep` sends it, `drop` does not.")
                @Default("auto")
                InitialValue initialValue,
        @Doc("Convert only metrics that match.") @Nullable MatchMetrics include,
        @Doc("Leave metrics that match as they are.") @Nullable MatchMetrics exclude,
        @Doc("Most series to remember; points of further ones are dropped.")
                @Default("1000000")
                @Min(1)
                long maxStreams,
        @Doc("Most memory for series; 0 is a quarter of the heap.") @Default("0")
                ByteSize maxStateSize) {
    public CumulativeToDeltaConfig {
        requireTypes("exclude", exclude);
        requireTypes("include", include);
    }

    private static void requireTypes(String key, @Nullable MatchMetrics match) {
        String unknown = match == null ? null : match.unknownType();
        require(
                unknown == null,
                key + "::metric_types",
                "found invalid metric type in %s.metric_types: %s. Valid values are [%s]"
                        .formatted(key, unknown, "exponentialhistogram histogram sum"));
    }
}
