// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstarttime;

import dev.forager.pdata.AggregationTemporality;

/** How a start time is found for points that have none. */
public enum Strategy {
    /** The time of the first point of a series. */
    TRUE_RESET_POINT,
    /** The same, with the value of the first point taken off all others; it is dropped itself. */
    SUBTRACT_INITIAL_POINT,
    /** The value of a metric that says when the process began. */
    START_TIME_METRIC;

    /** The constant of a configured word. */
    public static Strategy parse(String word) {
        return switch (word) {
            case "true_reset_point" -> TRUE_RESET_POINT;
            case "subtract_initial_point" -> SUBTRACT_INITIAL_POINT;
            case "start_time_metric" -> START_TIME_METRIC;
            default ->
                    throw new IllegalArgumentException(
                            "\"%s\" is not a valid strategy".formatted(word));
        };
    }

    /** Whether sums get start times: those of deltas too unless values are taken off them. */
    boolean startsSums(AggregationTemporality temporality) {
        return this != SUBTRACT_INITIAL_POINT || temporality == AggregationTemporality.CUMULATIVE;
    }

    /** Whether histograms get start times: those of deltas only from a metric that says so. */
    boolean startsHistograms(AggregationTemporality temporality) {
        return this == START_TIME_METRIC || temporality == AggregationTemporality.CUMULATIVE;
    }
}
