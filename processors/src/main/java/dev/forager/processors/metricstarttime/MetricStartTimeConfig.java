// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstarttime;

import static dev.forager.pipeline.config.Validation.require;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.RefusesNull;
import java.time.Duration;

/** Where start times come from, and how long series are remembered. */
public record MetricStartTimeConfig(
        @Doc(
                        "`true_reset_point`: time of the first point; `subtract_initial_point`: the"
                                + " same, with its value taken off the others;"
                                + " `start_time_metric`: what a metric says.")
                @Default("true_reset_point")
                @RefusesNull("\"\" is not a valid strategy")
                Strategy strategy,
        @Doc("A series is forgotten when it was silent for this long.") @Default("10m")
                Duration gcInterval,
        @Doc(
                        "Pattern of the name of the metric for `start_time_metric`; empty is"
                                + " `process_start_time_seconds`.")
                @Default("''")
                String startTimeMetricRegex,
        @Doc("Most series to remember; points of further ones pass as they are.")
                @Default("1000000")
                @Min(1)
                long maxStreams,
        @Doc("Most memory for series; 0 is a quarter of the heap.") @Default("0")
                ByteSize maxStateSize) {
    public MetricStartTimeConfig {
        require(gcInterval.isPositive(), "gc_interval must be positive");
        if (!startTimeMetricRegex.isEmpty()) {
            require(
                    strategy == Strategy.START_TIME_METRIC,
                    "start_time_metric_regex can only be used with the start_time_metric strategy");
            compile(startTimeMetricRegex);
        }
    }

    static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new InvalidConfigException(
                    String.valueOf(e.getMessage()), "start_time_metric_regex");
        }
    }
}
