// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.Sum;
import org.junit.jupiter.api.Test;

class ExplicitCountsTest {
    @Test
    void valueOnABound_countsBelowIt() {
        var counts = new ExplicitCounts(new double[] {1, 2, 4});
        for (double value : new double[] {-5, 0, 1, 1.5, 2, 3, 4, 4.1, 1e300}) {
            counts.record(value, 2);
        }
        var data = (Histogram) counts.newData(AggregationTemporality.DELTA);
        counts.addPoint(data);
        var point = data.dataPoints().getFirst();
        assertThat(point.bucketCounts().toArray()).containsExactly(6, 4, 4, 4);
        assertThat(point.explicitBounds().toArray()).containsExactly(1, 2, 4);
        assertThat(point.count()).isEqualTo(18);
        assertThat(data.aggregationTemporality()).isEqualTo(AggregationTemporality.DELTA);
    }

    @Test
    void withoutBounds_thereIsOneBucket() {
        var counts = new ExplicitCounts(new double[0]);
        counts.record(7, 1);
        var data = (Histogram) counts.newData(AggregationTemporality.DELTA);
        counts.addPoint(data);
        assertThat(data.dataPoints().getFirst().bucketCounts().toArray()).containsExactly(1);
    }

    @Test
    void metricOfAnotherKind_isRefused() {
        assertThatThrownBy(() -> new ExplicitCounts(new double[0]).addPoint(new Sum()))
                .hasMessage("data: Sum (expected: a histogram)");
        assertThatThrownBy(() -> new ExponentialCounts(2).addPoint(new Sum()))
                .hasMessage("data: Sum (expected: an exponential histogram)");
    }
}
