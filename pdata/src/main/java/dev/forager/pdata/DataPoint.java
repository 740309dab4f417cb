// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/** One point of a {@link Metric}: what all kinds have in common. */
public sealed interface DataPoint
        permits NumberDataPoint,
                HistogramDataPoint,
                ExponentialHistogramDataPoint,
                SummaryDataPoint {
    /** What identifies the time series. */
    Attributes attributes();

    /** Start of the interval in nanoseconds since the Unix epoch; 0 if unknown. */
    long startTimeUnixNano();

    /** Sets {@link #startTimeUnixNano()}. */
    DataPoint startTimeUnixNano(long nanos);

    /** When the point was taken, in nanoseconds since the Unix epoch. */
    long timeUnixNano();

    /** Sets {@link #timeUnixNano()}. */
    DataPoint timeUnixNano(long nanos);

    /** Bits of {@link DataPointFlags}. */
    int flags();

    /** Sets {@link #flags()}. */
    DataPoint flags(int flags);
}
