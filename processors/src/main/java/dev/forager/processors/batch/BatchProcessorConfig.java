// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.batch;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Max;
import dev.forager.pipeline.config.Min;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** When a batch is sent, how large it may be, and what may share one. */
public record BatchProcessorConfig(
        @Doc("Longest time that items wait for a batch to fill; 0 sends everything at once.")
                @Default("200ms")
                Duration timeout,
        @Doc("Number of items at which a batch is sent; 0 sends everything at once.")
                @Default("8192")
                @Min(0)
                @Max(4_294_967_295L)
                long sendBatchSize,
        @Doc("Most items in one batch; larger ones are split; 0 is no limit.")
                @Default("0")
                @Min(0)
                @Max(4_294_967_295L)
                long sendBatchMaxSize,
        @Doc("Metadata of the client by whose values batches are kept apart.") @Default("[]")
                List<String> metadataKeys,
        @Doc("Most combinations of such values; more are refused; 0 is no limit.")
                @Default("1000")
                @Min(0)
                @Max(4_294_967_295L)
                long metadataCardinalityLimit) {
    public BatchProcessorConfig {
        List<String> keys = List.copyOf(metadataKeys);
        metadataKeys = keys;
        require(
                sendBatchMaxSize == 0 || sendBatchMaxSize >= sendBatchSize,
                "send_batch_max_size must be greater or equal to send_batch_size");
        requireDistinct(keys);
        require(!timeout.isNegative(), "timeout must be greater or equal to 0");
    }

    private static void requireDistinct(List<String> metadataKeys) {
        var seen = new HashSet<String>();
        for (String key : metadataKeys) {
            String lower = key.toLowerCase(Locale.ROOT);
            require(
                    seen.add(lower),
                    "duplicate entry in metadata_keys: \"%s\" (case-insensitive)".formatted(lower));
        }
    }
}
