// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pdata.Sizer;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import org.jspecify.annotations.Nullable;

/** The bounded queue between pipelines and an exporter. */
public record QueueConfig(
        @Doc("Whether there is a queue: without one the sender waits for the answer.")
                @Default("true")
                boolean enabled,
        @Doc("The sender waits until its data is exported and gets the outcome.") @Default("false")
                boolean waitForResult,
        @Doc("Unit of `queue_size`: requests, items or bytes.") @Nullable Sizer sizer,
        @Doc("Most that the queue holds, in the unit of `sizer`.") @Default("1000") long queueSize,
        @Doc("A full queue makes the sender wait instead of refusing.") @Default("false")
                boolean blockOnOverflow,
        @Doc("A storage extension that keeps the queue over a restart.")
                @Nullable ComponentId storage,
        @Doc("How many requests are sent at once.") @Default("10") int numConsumers,
        @Doc("Joins small requests and cuts large ones; absent: requests are sent as they came.")
                @Default("{}")
                @Nullable BatchConfig batch) {
    /** No queue. */
    public static final QueueConfig OFF =
            new QueueConfig(false, false, null, 1000, false, null, 10, null);

    public QueueConfig {
        if (enabled) {
            require(numConsumers > 0, "`num_consumers` must be positive");
            require(queueSize > 0, "`queue_size` must be positive");
            require(
                    !(waitForResult && storage != null),
                    "`wait_for_result` is not supported with a persistent queue configured with `storage`");
            if (batch != null && batch.sizer(sizer) == queueSizer(sizer)) {
                require(
                        batch.minSize() <= queueSize,
                        "`min_size` must be less than or equal to `queue_size`");
            }
        }
    }

    /** The unit of {@link #queueSize}. */
    public Sizer queueSizer() {
        return queueSizer(sizer);
    }

    private static Sizer queueSizer(@Nullable Sizer sizer) {
        return sizer == null ? Sizer.REQUESTS : sizer;
    }
}
