// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pdata.Sizer;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the queue of an exporter joins and cuts requests. */
public record BatchConfig(
        @Doc("Longest time that the first item of a batch waits.") @Default("200ms")
                Duration flushTimeout,
        @Doc("Unit of the sizes: items or bytes; without it that of the queue, or items.")
                @Nullable Sizer sizer,
        @Doc("A batch of this size is sent at once.") @Default("8192") long minSize,
        @Doc("Largest batch; larger ones are cut; 0 is no limit.") @Default("0") long maxSize,
        @Doc("Keeps apart what may not be joined.") @Default("{}") Partition partition) {
    public BatchConfig {
        require(
                sizer != Sizer.REQUESTS,
                "`batch` supports only `items` or `bytes` sizer, found \"requests\"");
        require(
                !flushTimeout.isNegative() && !flushTimeout.isZero(),
                "`flush_timeout` must be positive");
        require(minSize >= 0, "`min_size` must be non-negative");
        require(maxSize >= 0, "`max_size` must be non-negative");
        require(
                maxSize == 0 || maxSize >= minSize,
                "`max_size` (%d) must be greater or equal to `min_size` (%d)"
                        .formatted(maxSize, minSize));
    }

    /** The unit of the sizes where the queue has {@code queueSizer}. */
    public Sizer sizer(@Nullable Sizer queueSizer) {
        if (sizer != null) {
            return sizer;
        }
        return queueSizer == null || queueSizer == Sizer.REQUESTS ? Sizer.ITEMS : queueSizer;
    }

    /**
     * What keeps batches apart.
     *
     * @param metadataKeys request metadata whose values must be the same in a batch
     * @param cacheSize most batches that may be open at once
     * @param idleTimeout accepted as the collector does
     */
    public record Partition(
            @Doc("Request metadata keys whose values must be the same in a batch.") @Default("[]")
                    List<String> metadataKeys,
            @Doc("Most batches that may be open at once; above, the oldest goes early.")
                    @Default("10000")
                    int cacheSize,
            @Doc("Read and not needed: a combination of values without data costs nothing.")
                    @Default("90s")
                    Duration idleTimeout) {
        public Partition {
            require(cacheSize > 0, "`cache_size` must be positive, found " + cacheSize);
            require(
                    !idleTimeout.isNegative() && !idleTimeout.isZero(),
                    "`idle_timeout` must be positive");
            metadataKeys = List.copyOf(metadataKeys);
            var seen = new HashSet<String>();
            for (String key : metadataKeys) {
                require(
                        seen.add(key.toLowerCase(Locale.ROOT)),
                        "duplicate entry in metadata_keys: \"%s\" (case-insensitive)"
                                .formatted(key.toLowerCase(Locale.ROOT)));
            }
        }
    }
}
