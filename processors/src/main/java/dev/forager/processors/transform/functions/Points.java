// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import org.jspecify.annotations.Nullable;

/** Metrics and data points that are made of others. */
final class Points {
    private Points() {}

    /** A metric of the same unit and description, with no data yet. */
    static Metric derived(Metric origin, String name) {
        return new Metric()
                .name(name)
                .descriptionUtf8(origin.descriptionUtf8())
                .unitUtf8(origin.unitUtf8());
    }

    /** A number of the same series, time and attributes, with no value yet. */
    static NumberDataPoint numberOf(DataPoint origin) {
        NumberDataPoint number = new NumberDataPoint();
        number.attributes().putAll(origin.attributes());
        return number.startTimeUnixNano(origin.startTimeUnixNano())
                .timeUnixNano(origin.timeUnixNano());
    }

    /** The kind of a metric, as messages name it. */
    static String kind(@Nullable MetricData data) {
        return switch (data) {
            case null -> "Empty";
            case Gauge _ -> "Gauge";
            case Sum _ -> "Sum";
            case Histogram _ -> "Histogram";
            case ExponentialHistogram _ -> "ExponentialHistogram";
            case Summary _ -> "Summary";
        };
    }
}
