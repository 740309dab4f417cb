// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.HistogramDataPoint;
import dev.forager.receivers.ebpf.custom.CustomMetric.Scale;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private static Buckets buckets(
            @Nullable Scale scale, long width, int count, double factor, Double... bounds) {
        return Buckets.of(
                new CustomMetric(
                        "map",
                        "name",
                        CustomMetric.Type.HISTOGRAM,
                        "1",
                        "",
                        List.of(),
                        null,
                        factor,
                        scale,
                        width,
                        count,
                        List.of(bounds),
                        1000));
    }

    private static HistogramDataPoint write(Buckets buckets, long... numbers) {
        var counts = new long[buckets.count()];
        for (long each : numbers) {
            counts[buckets.index(each)]++;
        }
        var point = new HistogramDataPoint();
        buckets.write(counts, point);
        return point;
    }

    @Test
    void log2_endsBelowThePowerOfTwo() {
        HistogramDataPoint point = write(buckets(Scale.LOG2, 0, 64, 1), 0, 2, 2, 3);
        assertThat(point.explicitBounds().toArray()).containsExactly(1, 3, 7, 15);
        assertThat(point.bucketCounts().toArray()).containsExactly(1, 0, 2, 1, 0);
        assertThat(point.count()).isEqualTo(4);
        assertThat(point.hasSum()).isFalse();
    }

    @Test
    void log2_hasRoomForEveryNumber() {
        HistogramDataPoint point = write(buckets(Scale.LOG2, 0, 64, 1), 63, 200, -1);
        assertThat(point.explicitBounds().size()).isEqualTo(63);
        assertThat(point.bucketCounts().get(63)).isEqualTo(3);
    }

    @Test
    void linear_hasBucketsOfTheWidth_inTheUnit() {
        HistogramDataPoint point = write(buckets(Scale.LINEAR, 100, 3, 0.001), 0, 1, 7);
        assertThat(point.explicitBounds().toArray()).containsExactly(0.099, 0.199, 0.299);
        assertThat(point.bucketCounts().toArray()).containsExactly(1, 1, 0, 1);
    }

    @Test
    void explicit_hasAllBounds() {
        HistogramDataPoint point = write(buckets(Scale.EXPLICIT, 0, 64, 2, 1.0, 5.0), 0, 2);
        assertThat(point.explicitBounds().toArray()).containsExactly(2, 10);
        assertThat(point.bucketCounts().toArray()).containsExactly(1, 0, 1);
    }
}
