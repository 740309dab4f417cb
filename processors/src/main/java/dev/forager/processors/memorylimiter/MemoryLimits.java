// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

import org.slf4j.Logger;

/**
 * The two limits in bytes. Immutable.
 *
 * <p>What is compared with them is live heap, not the size of the process. Go's heap may grow to
 * the container's limit; a Java heap has a maximum of its own, often far below it, and a limit that
 * it can never reach would protect nothing: {@link #cappedAt} moves both limits below it, in
 * proportion.
 *
 * @param limit above it every check forces a collection
 * @param spike how far below it telemetry is refused already
 */
record MemoryLimits(long limit, long spike) {
    private static final long MIB = 1024 * 1024;

    /**
     * The part of the heap that live data may fill. Chosen: above nine tenths a JVM does little but
     * collect.
     */
    private static final long HEAP_TENTHS = 9;

    /** The limits that {@code config} asks for. */
    static MemoryLimits of(MemoryLimiterConfig config, long totalMemory, Logger logger) {
        if (config.limitMib() > 0) {
            return spikeOrFifth(config.limitMib() * MIB, config.spikeLimitMib() * MIB);
        }
        logger.atInfo()
                .addKeyValue("total_memory_mib", totalMemory / MIB)
                .addKeyValue("limit_percentage", config.limitPercentage())
                .addKeyValue("spike_limit_percentage", config.spikeLimitPercentage())
                .log("Using percentage memory limiter");
        return spikeOrFifth(
                percent(config.limitPercentage(), totalMemory),
                percent(config.spikeLimitPercentage(), totalMemory));
    }

    /** Above it telemetry is refused. */
    long soft() {
        return limit - spike;
    }

    /** The same within a heap of at most {@code maxHeap} bytes. */
    MemoryLimits cappedAt(long maxHeap) {
        long cap = maxHeap / 10 * HEAP_TENTHS;
        if (limit <= cap) {
            return this;
        }
        return new MemoryLimits(cap, (long) ((double) spike / limit * cap));
    }

    private static MemoryLimits spikeOrFifth(long limit, long spike) {
        return new MemoryLimits(limit, spike == 0 ? limit / 5 : spike);
    }

    private static long percent(long share, long total) {
        return share * total / 100;
    }
}
