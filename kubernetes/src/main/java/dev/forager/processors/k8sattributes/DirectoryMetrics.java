// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.Meter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What the directory counts, under the Go collector's names. Thread-safe. */
final class DirectoryMetrics {
    private static final AttributeKey<String> RESOURCE = AttributeKey.stringKey("resource");

    private final Map<Origin, Map<Event, LongCounter>> events = new EnumMap<>(Origin.class);
    private final LongGauge podTableSize;
    private final LongCounter watchFailures;

    /** What happened to an object. */
    enum Event {
        ADDED("add"),
        UPDATED("update"),
        DELETED("delete");

        private final String verb;

        Event(String verb) {
            this.verb = verb;
        }
    }

    DirectoryMetrics(Meter meter) {
        for (Origin origin : Origin.values()) {
            Map<Event, LongCounter> counters = new EnumMap<>(Event.class);
            for (Event event : Event.values()) {
                String what = event.name().toLowerCase(Locale.ROOT);
                counters.put(
                        event,
                        meter.counterBuilder("otelsvc_k8s_%s_%s".formatted(origin, what))
                                .setUnit("1")
                                .setDescription(
                                        "Number of %s %s events received"
                                                .formatted(origin, event.verb))
                                .build());
            }
            events.put(origin, counters);
        }
        podTableSize =
                meter.gaugeBuilder("otelsvc_k8s_pod_table_size")
                        .ofLongs()
                        .setUnit("1")
                        .setDescription("Size of table containing pod info")
                        .build();
        watchFailures =
                meter.counterBuilder("forager_k8s_watch_failures")
                        .setUnit("{failure}")
                        .setDescription("Times that the API could not be listed or watched")
                        .build();
    }

    void count(Origin origin, Event event) {
        Map<Event, LongCounter> counters = events.get(origin);
        LongCounter counter = counters == null ? null : counters.get(event);
        if (counter != null) {
            counter.add(1);
        }
    }

    void podTableSize(int pods) {
        podTableSize.set(pods);
    }

    void watchFailed(String resource) {
        watchFailures.add(1, Attributes.of(RESOURCE, resource));
    }
}
