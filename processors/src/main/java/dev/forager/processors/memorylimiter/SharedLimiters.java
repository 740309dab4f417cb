// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.ProcessorSettings;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Finds the limiter that other processors of the same id and configuration already use. Holds it
 * weakly: it lives as long as one of them. Thread-safe.
 */
final class SharedLimiters {
    private static final long MIB = 1024 * 1024;

    private final Map<Key, WeakReference<MemoryLimiter>> limiters = new HashMap<>();

    /** Same id, same configuration, same process. */
    private record Key(ComponentId id, MemoryLimiterConfig config, MemoryBudget budget) {}

    synchronized MemoryLimiter limiter(MemoryLimiterConfig config, ProcessorSettings settings) {
        var key = new Key(settings.id(), config, settings.memory());
        limiters.values().removeIf(reference -> reference.get() == null);
        WeakReference<MemoryLimiter> known = limiters.get(key);
        @Nullable MemoryLimiter limiter = known == null ? null : known.get();
        if (limiter == null) {
            limiter = create(config, settings);
            limiters.put(key, new WeakReference<>(limiter));
        }
        return limiter;
    }

    private static MemoryLimiter create(MemoryLimiterConfig config, ProcessorSettings settings) {
        Logger logger = settings.logger();
        MemoryLimits asked = MemoryLimits.of(config, JvmMemory.totalBytes(), logger);
        logger.atInfo()
                .addKeyValue("limit_mib", asked.limit() / MIB)
                .addKeyValue("spike_limit_mib", asked.spike() / MIB)
                .addKeyValue("check_interval", config.checkInterval())
                .log("Memory limiter configured");
        MemoryLimits limits = asked.cappedAt(JvmMemory.maxHeapBytes());
        if (!limits.equals(asked)) {
            logger.atInfo()
                    .addKeyValue("max_heap_mib", JvmMemory.maxHeapBytes() / MIB)
                    .addKeyValue("limit_mib", limits.limit() / MIB)
                    .addKeyValue("spike_limit_mib", limits.spike() / MIB)
                    .log("Memory limit is above what the heap can hold. Using a lower one.");
        }
        return new MemoryLimiter(
                config, limits, new JvmMemory(settings.memory()), System::nanoTime, logger);
    }
}
