// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbyattrs;

import dev.forager.pdata.Signal;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;

/** Counts items and groups of one signal, as the Go collector does. Thread-safe. */
final class GroupCounter {
    private final LongCounter grouped;
    private final LongCounter nonGrouped;
    private final LongHistogram groups;

    GroupCounter(Meter meter, Signal signal) {
        String items =
                switch (signal) {
                    case TRACES -> "span";
                    case METRICS -> "metric";
                    case LOGS -> "log";
                    case PROFILES -> "profile";
                };
        grouped = counter(meter, "num_grouped_", items, "had");
        nonGrouped = counter(meter, "num_non_grouped_", items, "did not have");
        groups =
                meter.histogramBuilder("processor_groupbyattrs_" + items + "_groups")
                        .ofLongs()
                        .setUnit("1")
                        .setDescription(
                                "Distribution of groups extracted for %ss [Development]"
                                        .formatted(items))
                        .build();
    }

    private static LongCounter counter(Meter meter, String name, String items, String verb) {
        return meter.counterBuilder("processor_groupbyattrs_" + name + items + "s")
                .setUnit("1")
                .setDescription(
                        "Number of %ss that %s attributes grouped [Development]"
                                .formatted(items, verb))
                .build();
    }

    void count(boolean isGrouped) {
        (isGrouped ? grouped : nonGrouped).add(1);
    }

    void groups(int count) {
        groups.record(count);
    }
}
