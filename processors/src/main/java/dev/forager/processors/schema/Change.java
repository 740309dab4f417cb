// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Resource;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanEvent;
import dev.forager.pdata.Value;
import java.util.List;
import java.util.Set;

/**
 * One change of a revision, to items of one kind. Immutable.
 *
 * @param <T> kind of the items
 */
interface Change<T> {
    /**
     * Makes or undoes the change.
     *
     * @throws TranslationException when the item has the new name with another value
     */
    void apply(T item, Direction direction) throws TranslationException;

    /** All of them, in reverse where they are undone. */
    static <T> void applyAll(List<Change<T>> changes, T item, Direction direction)
            throws TranslationException {
        List<Change<T>> inOrder =
                switch (direction) {
                    case UPDATE -> changes;
                    case REVERT -> changes.reversed();
                };
        for (Change<T> change : inOrder) {
            change.apply(item, direction);
        }
    }

    /** Attributes of resources. */
    static Change<Resource> ofResource(Renames renames) {
        return (resource, direction) -> renames.apply(resource.attributes(), direction);
    }

    /** Attributes of log records. */
    static Change<LogRecord> ofLog(Renames renames) {
        return (record, direction) -> renames.apply(record.attributes(), direction);
    }

    /** Attributes of spans with one of these names; none means all. */
    static Change<Span> ofSpan(Renames renames, Set<Value.Str> spans) {
        return (span, direction) -> {
            if (spans.isEmpty() || spans.contains(span.nameUtf8())) {
                renames.apply(span.attributes(), direction);
            }
        };
    }

    /** Names of spans. */
    static Change<Span> ofSpanName(Renames renames) {
        return (span, direction) -> {
            Value.Str name = renames.of(span.nameUtf8(), direction);
            if (name != null) {
                span.nameUtf8(name);
            }
        };
    }

    /** Attributes of events with one of these names, on spans with one of those. */
    static Change<Span> ofEvent(Renames renames, Set<Value.Str> spans, Set<Value.Str> events) {
        return (span, direction) -> {
            if (spans.isEmpty() || spans.contains(span.nameUtf8())) {
                for (SpanEvent event : span.events()) {
                    if (events.isEmpty() || events.contains(event.nameUtf8())) {
                        renames.apply(event.attributes(), direction);
                    }
                }
            }
        };
    }

    /** Names of events. */
    static Change<Span> ofEventName(Renames renames) {
        return (span, direction) -> {
            for (SpanEvent event : span.events()) {
                Value.Str name = renames.of(event.nameUtf8(), direction);
                if (name != null) {
                    event.nameUtf8(name);
                }
            }
        };
    }

    /** Attributes of the data points of metrics with one of these names; none means all. */
    static Change<Metric> ofMetric(Renames renames, Set<Value.Str> metrics) {
        return (metric, direction) -> {
            MetricData data = metric.data();
            if (data != null && (metrics.isEmpty() || metrics.contains(metric.nameUtf8()))) {
                for (DataPoint point : data.dataPoints()) {
                    renames.apply(point.attributes(), direction);
                }
            }
        };
    }

    /** Names of metrics. */
    static Change<Metric> ofMetricName(Renames renames) {
        return (metric, direction) -> {
            Value.Str name = renames.of(metric.nameUtf8(), direction);
            if (name != null) {
                metric.nameUtf8(name);
            }
        };
    }
}
