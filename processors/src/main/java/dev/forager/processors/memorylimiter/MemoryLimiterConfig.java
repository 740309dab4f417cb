// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Max;
import dev.forager.pipeline.config.Min;
import java.time.Duration;

/** How much memory may be in use, and what is done about more. */
public record MemoryLimiterConfig(
        @Doc("Time between two measurements; required.") @Default("0s") Duration checkInterval,
        @Doc("Hard limit of live memory, in MiB; wins over `limit_percentage`.")
                @Default("0")
                @Min(0)
                @Max(4_294_967_295L)
                long limitMib,
        @Doc("Room for growth between measurements, in MiB: soft limit = limit - spike; 0 is 20 %.")
                @Default("0")
                @Min(0)
                @Max(4_294_967_295L)
                long spikeLimitMib,
        @Doc("Hard limit in percent of the memory of the container or host.")
                @Default("0")
                @Min(0)
                @Max(4_294_967_295L)
                long limitPercentage,
        @Doc(
                        "Room for growth between measurements, in percent of that memory; 0 is 20 % of the limit.")
                @Default("0")
                @Min(0)
                @Max(4_294_967_295L)
                long spikeLimitPercentage,
        @Doc("Least time between forced collections above the soft limit.") @Default("10s")
                Duration minGcIntervalWhenSoftLimited,
        @Doc("Least time between forced collections above the hard limit.") @Default("0s")
                Duration minGcIntervalWhenHardLimited,
        @Doc("Up to where futile collections above the soft limit are spread out; 0 is never.")
                @Default("30s")
                Duration maxGcIntervalWhenSoftLimited,
        @Doc("Up to where futile collections above the hard limit are spread out; 0 is never.")
                @Default("30s")
                Duration maxGcIntervalWhenHardLimited,
        @Doc("Whether collections are forced at all.") @Default("{}")
                GarbageCollector garbageCollector) {
    public MemoryLimiterConfig {
        require(checkInterval.isPositive(), "'check_interval' must be greater than zero");
        checkIntervals(
                minGcIntervalWhenSoftLimited,
                minGcIntervalWhenHardLimited,
                maxGcIntervalWhenSoftLimited,
                maxGcIntervalWhenHardLimited);
        require(
                limitMib > 0 || limitPercentage > 0,
                "'limit_mib' or 'limit_percentage' must be greater than zero");
        require(
                limitPercentage <= 100 && spikeLimitPercentage <= 100,
                "'limit_percentage' and 'spike_limit_percentage' must be greater"
                        + " than zero and less than or equal to hundred");
        require(
                limitMib == 0 || spikeLimitMib < limitMib,
                "'spike_limit_mib' must be smaller than 'limit_mib'");
        require(
                limitPercentage == 0 || spikeLimitPercentage < limitPercentage,
                "'spike_limit_percentage' must be smaller than 'limit_percentage'");
    }

    /** Forced collections. */
    public record GarbageCollector(
            @Doc("False leaves collecting to the JVM.") @Default("true") boolean enabled) {}

    private static void checkIntervals(
            Duration minSoft, Duration minHard, Duration maxSoft, Duration maxHard) {
        require(
                minSoft.compareTo(minHard) >= 0,
                "'min_gc_interval_when_soft_limited' should be larger than"
                        + " 'min_gc_interval_when_hard_limited'");
        checkMost("soft", minSoft, maxSoft);
        checkMost("hard", minHard, maxHard);
        require(
                !maxSoft.isPositive() || !maxHard.isPositive() || maxSoft.compareTo(maxHard) >= 0,
                "'max_gc_interval_when_soft_limited' should be larger than or equal to"
                        + " 'max_gc_interval_when_hard_limited' (when both are set)");
    }

    private static void checkMost(String limit, Duration min, Duration max) {
        require(
                !max.isNegative(),
                "'max_gc_interval_when_%s_limited' must be non-negative".formatted(limit));
        require(
                max.isZero() || max.compareTo(min) >= 0,
                "'max_gc_interval_when_%1$s_limited' must be greater than or equal to 'min_gc_interval_when_%1$s_limited' (or 0 to disable)"
                        .formatted(limit));
    }
}
