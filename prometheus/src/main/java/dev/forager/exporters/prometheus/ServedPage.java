// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import java.util.List;

/**
 * What is served at one moment. Immutable.
 *
 * @param families sorted by name
 */
record ServedPage(List<Family> families) {
    /**
     * One name.
     *
     * @param labels of each series, without the name, sorted
     * @param values of each series, as many
     */
    @SuppressWarnings("ArrayRecordComponent") // Written out once, never compared.
    record Family(MetricFamily metadata, Labels[] labels, ServedValue[] values) {
        int size() {
            return labels.length;
        }
    }
}
