// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of the last scrape of a target. Immutable.
 *
 * @param time null before the first
 * @param error null where there is none
 */
public record LastScrape(@Nullable Instant time, Duration duration, @Nullable String error) {
    /** Nothing yet. */
    static final LastScrape NONE = new LastScrape(null, Duration.ZERO, null);
}
