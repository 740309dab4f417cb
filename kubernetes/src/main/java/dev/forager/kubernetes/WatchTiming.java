// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import java.time.Duration;

/**
 * Times of a watch. Immutable.
 *
 * @param pageSize objects of a page of a list
 * @param minLife of one request; the server ends it between this and twice as much
 * @param silence longest time without a byte; the server sends a bookmark a minute
 * @param firstWait before the first repetition of what failed, then twice as long each time
 * @param longestWait between two repetitions
 * @param longestUnreachedWait the same while there is no connection to the server: an attempt costs
 *     the server nothing, and a collector that knows nothing costs its users much
 */
public record WatchTiming(
        int pageSize,
        Duration minLife,
        Duration silence,
        Duration firstWait,
        Duration longestWait,
        Duration longestUnreachedWait) {
    /**
     * As client-go where it has the like (5 to 10 minutes of life, waits up to 30 s), pages of 500.
     * Bookmarks come every minute or so; two may fail to come. The waits without a connection are
     * chosen.
     */
    public static final WatchTiming DEFAULT =
            new WatchTiming(
                    500,
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(150),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10));
}
