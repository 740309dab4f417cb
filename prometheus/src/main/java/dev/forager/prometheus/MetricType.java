// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import java.util.Locale;

/** The types of metric families; the numbers are those of both remote write messages. */
public enum MetricType {
    UNKNOWN(0),
    COUNTER(1),
    GAUGE(2),
    HISTOGRAM(3),
    GAUGE_HISTOGRAM(4),
    SUMMARY(5),
    INFO(6),
    STATE_SET(7);

    private final int number;

    MetricType(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** The word of OpenMetrics, such as {@code gaugehistogram}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace("_", "");
    }
}
