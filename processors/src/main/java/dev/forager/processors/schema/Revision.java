// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Resource;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanEvent;
import java.util.List;

/**
 * What one version changed. Immutable.
 *
 * @param version that brought the new names
 * @param all for the attributes of whatever comes
 * @param resources changes of resources
 * @param spans changes of spans
 * @param spanEvents changes of the events of spans
 * @param metrics changes of metrics and their data points
 * @param logs changes of log records
 */
record Revision(
        SchemaVersion version,
        List<Renames> all,
        List<Change<Resource>> resources,
        List<Change<Span>> spans,
        List<Change<Span>> spanEvents,
        List<Change<Metric>> metrics,
        List<Change<LogRecord>> logs) {
    Revision {
        all = List.copyOf(all);
        resources = List.copyOf(resources);
        spans = List.copyOf(spans);
        spanEvents = List.copyOf(spanEvents);
        metrics = List.copyOf(metrics);
        logs = List.copyOf(logs);
    }

    void apply(Resource resource, Direction direction) throws TranslationException {
        switch (direction) {
            case UPDATE -> {
                all(resource.attributes(), direction);
                Change.applyAll(resources, resource, direction);
            }
            case REVERT -> {
                Change.applyAll(resources, resource, direction);
                all(resource.attributes(), direction);
            }
        }
    }

    void apply(LogRecord record, Direction direction) throws TranslationException {
        switch (direction) {
            case UPDATE -> {
                all(record.attributes(), direction);
                Change.applyAll(logs, record, direction);
            }
            case REVERT -> {
                Change.applyAll(logs, record, direction);
                all(record.attributes(), direction);
            }
        }
    }

    void apply(Span span, Direction direction) throws TranslationException {
        switch (direction) {
            case UPDATE -> {
                all(span.attributes(), direction);
                Change.applyAll(spans, span, direction);
                events(span, direction);
                Change.applyAll(spanEvents, span, direction);
            }
            case REVERT -> {
                Change.applyAll(spanEvents, span, direction);
                events(span, direction);
                Change.applyAll(spans, span, direction);
                all(span.attributes(), direction);
            }
        }
    }

    void apply(Metric metric, Direction direction) throws TranslationException {
        switch (direction) {
            case UPDATE -> {
                points(metric, direction);
                Change.applyAll(metrics, metric, direction);
            }
            case REVERT -> {
                Change.applyAll(metrics, metric, direction);
                points(metric, direction);
            }
        }
    }

    private void all(Attributes attributes, Direction direction) throws TranslationException {
        for (Renames renames : direction == Direction.UPDATE ? all : all.reversed()) {
            renames.apply(attributes, direction);
        }
    }

    private void events(Span span, Direction direction) throws TranslationException {
        if (!all.isEmpty()) {
            for (SpanEvent event : span.events()) {
                all(event.attributes(), direction);
            }
        }
    }

    private void points(Metric metric, Direction direction) throws TranslationException {
        MetricData data = metric.data();
        if (data != null && !all.isEmpty()) {
            for (DataPoint point : data.dataPoints()) {
                all(point.attributes(), direction);
            }
        }
    }
}
