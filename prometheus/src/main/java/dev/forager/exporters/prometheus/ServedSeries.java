// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.prometheus.Labels;

/** A series with its latest value. Confined to the table's lock. */
final class ServedSeries {
    private final ServedFamily family;
    private final Labels labels;
    private ServedValue value;

    ServedSeries(ServedFamily family, Labels labels, ServedValue value) {
        this.family = family;
        this.labels = labels;
        this.value = value;
    }

    ServedFamily family() {
        return family;
    }

    Labels labels() {
        return labels;
    }

    ServedValue value() {
        return value;
    }

    void value(ServedValue next) {
        value = next;
    }

    /** Memory that it takes, estimated: two bytes a character, and the objects around. */
    long byteSize() {
        long size = 120 + value.byteSize();
        for (int i = 0; i < labels.size(); i++) {
            size += 120 + 2L * (labels.name(i).length() + labels.value(i).length());
        }
        return size;
    }
}
