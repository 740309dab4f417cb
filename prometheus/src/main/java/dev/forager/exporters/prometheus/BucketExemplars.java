// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.prometheus.SeriesExemplar;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which exemplar each bucket of a histogram shows. Stateless. */
final class BucketExemplars {
    private BucketExemplars() {}

    /** The last one of each bucket, with that of infinity at the end; null where there is none. */
    static @Nullable SeriesExemplar[] of(ServedValue.Buckets histogram) {
        double[] bounds = histogram.bounds();
        var shown = new @Nullable SeriesExemplar[bounds.length + 1];
        for (SeriesExemplar exemplar : histogram.exemplars()) {
            int found = Arrays.binarySearch(bounds, exemplar.value());
            shown[found >= 0 ? found : -found - 1] = exemplar;
        }
        return shown;
    }
}
