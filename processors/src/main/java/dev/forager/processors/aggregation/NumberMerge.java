// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.aggregation;

import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.NumberDataPoint.ValueCase;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges numbers into the first of them, whose kind the result has. Sums of integers stop at the
 * ends of 64 bits. Stateless.
 */
final class NumberMerge {
    private NumberMerge() {}

    static NumberDataPoint of(List<NumberDataPoint> group, @Nullable AggregationType type) {
        NumberDataPoint result = group.getFirst();
        if (group.size() > 1) {
            if (type != null) {
                setValue(result, group, type);
            }
            for (NumberDataPoint each : group) {
                if (Long.compareUnsigned(each.startTimeUnixNano(), result.startTimeUnixNano())
                        < 0) {
                    result.startTimeUnixNano(each.startTimeUnixNano());
                }
            }
        }
        return result;
    }

    private static void setValue(
            NumberDataPoint result, List<NumberDataPoint> group, AggregationType type) {
        switch (result.valueCase()) {
            case AS_DOUBLE ->
                    result.asDouble(
                            ofDoubles(
                                    group.stream().mapToDouble(NumberMerge::real).toArray(), type));
            case AS_INT ->
                    result.asInt(
                            ofLongs(group.stream().mapToLong(NumberMerge::whole).toArray(), type));
            case NOT_SET -> {}
        }
    }

    private static double real(NumberDataPoint point) {
        return point.valueCase() == ValueCase.AS_INT ? (double) point.asInt() : point.asDouble();
    }

    private static long whole(NumberDataPoint point) {
        return point.valueCase() == ValueCase.AS_DOUBLE ? (long) point.asDouble() : point.asInt();
    }

    private static double ofDoubles(double[] values, AggregationType type) {
        double result = values[0];
        switch (type) {
            case COUNT -> result = values.length;
            case MEDIAN -> {
                Arrays.sort(values);
                int middle = values.length / 2;
                result =
                        values.length % 2 != 0
                                ? values[middle]
                                : (values[middle - 1] + values[middle]) / 2;
            }
            case MIN -> {
                for (double value : values) {
                    result = Math.min(result, value);
                }
            }
            case MAX -> {
                for (double value : values) {
                    result = Math.max(result, value);
                }
            }
            case SUM, MEAN -> {
                for (int i = 1; i < values.length; i++) {
                    result += values[i];
                }
                result = type == AggregationType.MEAN ? result / values.length : result;
            }
        }
        return result;
    }

    private static long ofLongs(long[] values, AggregationType type) {
        long result = values[0];
        switch (type) {
            case COUNT -> result = values.length;
            case MEDIAN -> {
                Arrays.sort(values);
                int middle = values.length / 2;
                result =
                        values.length % 2 != 0
                                ? values[middle]
                                : saturatedSum(values[middle - 1], values[middle]) / 2;
            }
            case MIN -> {
                for (long value : values) {
                    result = Math.min(result, value);
                }
            }
            case MAX -> {
                for (long value : values) {
                    result = Math.max(result, value);
                }
            }
            case SUM, MEAN -> {
                for (int i = 1; i < values.length; i++) {
                    result = saturatedSum(result, values[i]);
                }
                result = type == AggregationType.MEAN ? result / values.length : result;
            }
        }
        return result;
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        boolean overflows = ((a ^ sum) & (b ^ sum)) < 0;
        return !overflows ? sum : a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
