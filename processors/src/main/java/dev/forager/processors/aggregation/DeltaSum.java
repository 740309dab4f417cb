// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.aggregation;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.NumberDataPoint.ValueCase;
import dev.forager.pdata.SummaryDataPoint;
import java.util.List;

/** Adds delta points of one series up. Stateless. */
public final class DeltaSum {
    private DeltaSum() {}

    /**
     * Adds {@code more} to {@code total}, which then covers the time of both and has the latest
     * exemplars. Nothing of the total lies in the bytes of the added point.
     *
     * @return false, with nothing changed, when they do not add up: other bounds, numbers of which
     *     one has no finite value, summaries, more than 64 bits
     */
    public static boolean add(DataPoint total, DataPoint more) {
        boolean isAdded =
                switch (total) {
                    case NumberDataPoint number ->
                            more instanceof NumberDataPoint other && add(number, other);
                    case HistogramDataPoint histogram ->
                            more instanceof HistogramDataPoint other
                                    && HistogramMerge.canAdd(histogram, other)
                                    && HistogramMerge.add(histogram, other);
                    case ExponentialHistogramDataPoint histogram ->
                            more instanceof ExponentialHistogramDataPoint other
                                    && HistogramMerge.add(histogram, other);
                    case SummaryDataPoint _ -> false;
                };
        if (isAdded) {
            widen(total, more);
            replace(exemplarsOf(total), exemplarsOf(more));
        }
        return isAdded;
    }

    private static List<Exemplar> exemplarsOf(DataPoint point) {
        return switch (point) {
            case NumberDataPoint each -> each.exemplars();
            case HistogramDataPoint each -> each.exemplars();
            case ExponentialHistogramDataPoint each -> each.exemplars();
            case SummaryDataPoint _ -> List.of();
        };
    }

    private static void replace(List<Exemplar> before, List<Exemplar> latest) {
        if (!latest.isEmpty()) {
            before.clear();
            latest.forEach(each -> before.add(each.copy()));
        }
    }

    private static void widen(DataPoint total, DataPoint more) {
        boolean isEarlier =
                Long.compareUnsigned(more.startTimeUnixNano(), total.startTimeUnixNano()) < 0;
        if (isEarlier || total.startTimeUnixNano() == 0) {
            total.startTimeUnixNano(more.startTimeUnixNano());
        }
        if (Long.compareUnsigned(more.timeUnixNano(), total.timeUnixNano()) > 0) {
            total.timeUnixNano(more.timeUnixNano());
        }
    }

    private static boolean add(NumberDataPoint total, NumberDataPoint more) {
        if (total.valueCase() == ValueCase.NOT_SET || more.valueCase() == ValueCase.NOT_SET) {
            return false;
        }
        if (total.valueCase() == ValueCase.AS_INT && more.valueCase() == ValueCase.AS_INT) {
            long sum = total.asInt() + more.asInt();
            boolean overflows = ((total.asInt() ^ sum) & (more.asInt() ^ sum)) < 0;
            if (!overflows) {
                total.asInt(sum);
            }
            return !overflows;
        }
        double sum = real(total) + real(more);
        if (!Double.isFinite(sum)) {
            return false;
        }
        total.asDouble(sum);
        return true;
    }

    private static double real(NumberDataPoint point) {
        return point.valueCase() == ValueCase.AS_INT ? (double) point.asInt() : point.asDouble();
    }
}
