// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.time.Duration;

/** Exponential back-off between attempts to send. */
public record RetryConfig(
        @Doc("Whether failed attempts are repeated.") @Default("true") boolean enabled,
        @Doc("Wait before the second attempt.") @Default("5s") Duration initialInterval,
        @Doc("Share of the wait that is random, from 0 to 1.") @Default("0.5")
                double randomizationFactor,
        @Doc("Factor from one wait to the next.") @Default("1.5") double multiplier,
        @Doc("Longest wait between two attempts.") @Default("30s") Duration maxInterval,
        @Doc("How long to try before the data is dropped; 0 is for ever.") @Default("5m")
                Duration maxElapsedTime) {
    /** No second attempt. */
    public static final RetryConfig OFF =
            new RetryConfig(
                    false,
                    Duration.ofSeconds(5),
                    0.5,
                    1.5,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5));

    public RetryConfig {
        if (enabled) {
            require(!initialInterval.isNegative(), "'initial_interval' must be non-negative");
            require(
                    randomizationFactor >= 0 && randomizationFactor <= 1,
                    "'randomization_factor' must be within [0, 1]");
            require(multiplier >= 0, "'multiplier' must be non-negative");
            require(!maxInterval.isNegative(), "'max_interval' must be non-negative");
            require(!maxElapsedTime.isNegative(), "'max_elapsed_time' must be non-negative");
            if (!maxElapsedTime.isZero()) {
                require(
                        maxElapsedTime.compareTo(initialInterval) >= 0,
                        "'max_elapsed_time' must not be less than 'initial_interval'");
                require(
                        maxElapsedTime.compareTo(maxInterval) >= 0,
                        "'max_elapsed_time' must not be less than 'max_interval'");
            }
        }
    }
}
