// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

/** What a scrape came to, in samples unless said otherwise. Confined to the loop of its target. */
final class ScrapeCounts {
    /** All that were exposed. */
    int total;

    /** Those that rules have left. */
    int added;

    /** Those that count against the limit. */
    int appended;

    /** Series that were not there in the scrape before. */
    int seriesAdded;

    /** Repetitions of a series without a time of their own. */
    int duplicates;

    /** Those too far ahead. */
    int outOfBounds;

    /** Histograms whose numbers contradict each other; known when the scrape was encoded. */
    int unsound;

    /** Whether there were more than the limit allows. */
    boolean hasTooMany;

    /** Whether a native histogram had more buckets than the limit allows. */
    boolean hasTooManyBuckets;

    void clear() {
        total = 0;
        added = 0;
        appended = 0;
        seriesAdded = 0;
        duplicates = 0;
        outOfBounds = 0;
        unsound = 0;
        hasTooMany = false;
        hasTooManyBuckets = false;
    }
}
