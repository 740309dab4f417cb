// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import java.util.Collection;
import java.util.List;

/**
 * What came of a request.
 *
 * @param series in order of time each
 * @param families one for each name, the first that was met
 * @param failures what could not be translated
 * @param duplicates samples that went since another one of the series has the same time
 */
public record Translation(
        List<Series> series,
        Collection<MetricFamily> families,
        List<Failure> failures,
        int duplicates) {
    /** How many data points are not in the result. */
    public long leftOut() {
        return failures.stream().mapToLong(Failure::points).sum();
    }

    /**
     * Something that could not be translated.
     *
     * @param metric the name in OTLP
     * @param points how many data points are not in the result
     * @param reason a short word for metrics, such as {@code temporality}
     * @param text what is wrong
     */
    public record Failure(String metric, int points, String reason, String text) {}
}
