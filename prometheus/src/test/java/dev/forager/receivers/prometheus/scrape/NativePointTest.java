// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.prometheus.exposition.NativeSample;
import dev.forager.prometheus.exposition.NativeSample.Buckets;
import org.junit.jupiter.api.Test;

/** Which native histograms leave. */
class NativePointTest {
    private static NativePoint custom(long... counts) {
        var point = new NativePoint(new byte[0], false);
        point.scrape = 1;
        point.put(
                new NativeSample(
                        NativeSample.CUSTOM,
                        false,
                        7,
                        1,
                        0,
                        0,
                        new Buckets(0, counts),
                        Buckets.NONE,
                        new double[] {1, 2}));
        return point;
    }

    /** As the Go collector since 0.165. */
    @Test
    void customBucketsWithNegativeCounts_areLeftOut() {
        assertThat(custom(5, 2, 0).isUnsound()).isFalse();
        assertThat(custom(5, 2, 0).size()).isPositive();
        assertThat(custom(5, -2, 4).isUnsound()).isTrue();
        assertThat(custom(5, -2, 4).size()).isNegative();
    }

    @Test
    void endOfASeries_isSaidWhateverItHeld() {
        NativePoint point = custom(5, -2, 4);
        point.end(0);
        assertThat(point.size()).isPositive();
    }
}
