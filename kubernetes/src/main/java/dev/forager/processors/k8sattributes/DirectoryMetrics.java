// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.pipeline.Gates;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.Meter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the directory counts, under the Go collector's names: the older ones, those that the gate
 * {@value #NEW_NAMES} adds, or both. Thread-safe.
 */
final class DirectoryMetrics {
    /** The collector's gate that adds names of the newer form. */
    static final String NEW_NAMES = "processor.k8sattributes.telemetry.enableNewFormatMetrics";

    /** The collector's gate that leaves out names of the older form. */
    static final String NO_OLD_NAMES = "processor.k8sattributes.telemetry.disableOldFormatMetrics";

    private static final String WATCHER = "otelcol.k8s.watcher.%s.%s";

    /** These never had the older names. */
    private static final EnumSet<Origin> NEWER = EnumSet.of(Origin.CRONJOB);

    private static final AttributeKey<String> RESOURCE = AttributeKey.stringKey("resource");

    private final Map<Origin, Map<Event, List<LongCounter>>> events = new EnumMap<>(Origin.class);
    private final List<LongGauge> podTableSize = new ArrayList<>();
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

    DirectoryMetrics(Meter meter, Gates gates) {
        if (hasOldNames(gates)) {
            addEvents(meter, "otelsvc_k8s_%s_%s", EnumSet.complementOf(NEWER));
            addSize(meter, "otelsvc_k8s_pod_table_size", "Size of table containing pod info");
        }
        addEvents(meter, WATCHER, NEWER);
        if (gates.isEnabled(NEW_NAMES, false)) {
            addEvents(meter, WATCHER, EnumSet.complementOf(NEWER));
            addSize(
                    meter,
                    "otelcol.k8s.watcher.pod_cache.size",
                    "Size of cache table containing pod info");
        }
        watchFailures =
                meter.counterBuilder("forager_k8s_watch_failures")
                        .setUnit("{failure}")
                        .setDescription("Times that the API could not be listed or watched")
                        .build();
    }

    /** Whether metrics have their older names. */
    static boolean hasOldNames(Gates gates) {
        return !gates.isEnabled(NO_OLD_NAMES, false);
    }

    private void addEvents(Meter meter, String name, Set<Origin> origins) {
        for (Origin origin : origins) {
            for (Event event : Event.values()) {
                events.computeIfAbsent(origin, _ -> new EnumMap<>(Event.class))
                        .computeIfAbsent(event, _ -> new ArrayList<>())
                        .add(counter(meter, name, origin, event));
            }
        }
    }

    private static LongCounter counter(Meter meter, String name, Origin origin, Event event) {
        String what = event.name().toLowerCase(Locale.ROOT);
        return meter.counterBuilder(name.formatted(origin, what))
                .setUnit("1")
                .setDescription("Number of %s %s events received".formatted(origin, event.verb))
                .build();
    }

    private void addSize(Meter meter, String name, String description) {
        podTableSize.add(
                meter.gaugeBuilder(name)
                        .ofLongs()
                        .setUnit("1")
                        .setDescription(description)
                        .build());
    }

    void count(Origin origin, Event event) {
        events.getOrDefault(origin, Map.of())
                .getOrDefault(event, List.of())
                .forEach(counter -> counter.add(1));
    }

    void podTableSize(int pods) {
        podTableSize.forEach(gauge -> gauge.set(pods));
    }

    void watchFailed(String resource) {
        watchFailures.add(1, Attributes.of(RESOURCE, resource));
    }
}
