// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Validation;
import java.time.Duration;

/**
 * What the engine puts in front of an exporter: queue with batch, retry, timeout. The keys,
 * defaults and texts are those of the collector's exporterhelper.
 */
public record SendingConfig(
        @Doc("Longest time for one attempt to send; 0 is no limit.") @Default("5s")
                Duration timeout,
        @Doc("How failed attempts are repeated.") @Default("{}") RetryConfig retryOnFailure,
        @Doc("The queue in front of the exporter.") @Default("{}") QueueConfig sendingQueue) {
    /** Nothing in between: the caller waits for the one attempt. */
    public static final SendingConfig DIRECT =
            new SendingConfig(Duration.ZERO, RetryConfig.OFF, QueueConfig.OFF);

    public SendingConfig {
        Validation.require(
                !timeout.isNegative(),
                "timeout",
                "timeout value must be greater than or equal to 0");
    }
}
