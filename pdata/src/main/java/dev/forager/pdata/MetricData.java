// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.List;

/**
 * The points of a {@link Metric}, by the way they aggregate. A metric has exactly one of these, or
 * none if its sender left it out or knows a kind that this version of OTLP does not.
 */
public sealed interface MetricData permits Gauge, Sum, Histogram, ExponentialHistogram, Summary {
    /** The points; the list is the live one, of the kind that belongs to this aggregation. */
    List<? extends DataPoint> dataPoints();
}
