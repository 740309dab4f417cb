// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/** Counts points that are not served, and says why once for each metric. Thread-safe. */
final class Refusals {
    /** A sender that invents names must fill neither log nor memory. */
    private static final int MOST_SAID = 200;

    private static final AttributeKey<String> EXPORTER = AttributeKey.stringKey("exporter");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

    private final Logger log;
    private final LongCounter dropped;
    private final Attributes labels;
    private final Map<String, Boolean> said = new ConcurrentHashMap<>();
    private final LongAdder points = new LongAdder();

    Refusals(Logger log, Meter meter, String id) {
        this.log = log;
        dropped =
                meter.counterBuilder("forager_exporter_prometheus_dropped_points")
                        .setUnit("{datapoint}")
                        .setDescription("Data points that are not on the page, by reason.")
                        .build();
        labels = Attributes.of(EXPORTER, id);
    }

    /** All points so far. */
    long points() {
        return points.sum();
    }

    void count(String reason, long more) {
        if (more > 0) {
            points.add(more);
            dropped.add(more, labels.toBuilder().put(REASON, reason).build());
        }
    }

    /** Counts points that Prometheus has no form for. */
    void untranslatable(String metric, String reason, long lost, String text) {
        count(reason, lost);
        if (isNew(metric, reason)) {
            log.atWarn()
                    .addKeyValue("metric", metric)
                    .addKeyValue("error", text)
                    .log("A metric cannot be served; its points are dropped and counted");
        }
    }

    /** Counts a point whose name has another type. */
    void type(String metric, String name, String existing, String dropped) {
        count("type", 1);
        if (isNew(metric, "type")) {
            about(metric, name)
                    .addKeyValue("existing", existing)
                    .addKeyValue("dropped", dropped)
                    .log(
                            "instrument type conflict, using existing type definition: the name is"
                                    + " served with another type, and points of this one are dropped");
        }
    }

    /** Counts a point whose labels another series has. */
    void labels(String metric, String name, String series) {
        count("labels", 1);
        if (isNew(metric, "labels")) {
            about(metric, name)
                    .addKeyValue("labels", series)
                    .log(
                            "Two series of OTLP have the same name and labels in Prometheus: the"
                                    + " first is served, points of the second are dropped");
        }
    }

    /** Says that a description is not the one that is served. */
    void help(String metric, String name, String existing, String other) {
        if (isNew(metric, "help")) {
            log.atInfo()
                    .addKeyValue("metric", metric)
                    .addKeyValue("instrument", name)
                    .addKeyValue("existing", existing)
                    .addKeyValue("dropped", other)
                    .log("Instrument description conflict, using existing");
        }
    }

    private LoggingEventBuilder about(String metric, String name) {
        return log.atWarn().addKeyValue("metric", metric).addKeyValue("instrument", name);
    }

    private boolean isNew(String metric, String reason) {
        return said.size() < MOST_SAID && said.putIfAbsent(metric + '\n' + reason, true) == null;
    }
}
