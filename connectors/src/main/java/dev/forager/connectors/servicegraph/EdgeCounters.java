// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.servicegraph;

import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;

/** The connector's own metrics, with the names of the Go collector. Thread-safe. */
final class EdgeCounters {
    private final LongCounter dropped;
    private final LongCounter edges;
    private final LongCounter expired;

    EdgeCounters(Meter meter) {
        dropped =
                counter(meter, "dropped_spans", "Number of spans dropped when trying to add edges");
        edges = counter(meter, "total_edges", "Total number of unique edges");
        expired =
                counter(
                        meter,
                        "expired_edges",
                        "Number of edges that expired before finding its matching span");
    }

    private static LongCounter counter(Meter meter, String name, String description) {
        return meter.counterBuilder("connector_servicegraph_" + name)
                .setUnit("1")
                .setDescription(description)
                .build();
    }

    void dropped() {
        dropped.add(1);
    }

    void edge() {
        edges.add(1);
    }

    void expired() {
        expired.add(1);
    }
}
