// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.attributes;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Span;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.processors.edits.AttributeEdits;
import dev.forager.processors.edits.AttributeEdits.Edits;
import dev.forager.processors.match.LogSelection;
import dev.forager.processors.match.MatchConfig;
import dev.forager.processors.match.MetricSelection;
import dev.forager.processors.match.SpanSelection;

/** Applies its actions to the attributes of each selected item. Thread-safe; holds no data. */
final class AttributesProcessor implements Processor {
    private final AttributeEdits actions;
    private final Editor editor;
    private final Consumer next;

    /** Knows the items of one signal. */
    @FunctionalInterface
    private interface Editor {
        void edit(Telemetry telemetry, Edits edits);
    }

    AttributesProcessor(
            AttributesProcessorConfig config, ProcessorSettings settings, Consumer next) {
        this.actions =
                AttributeEdits.of(
                        config.actions(), AttributesProcessorConfig.ACTIONS, settings.logger());
        this.editor = editor(settings.pipeline().signal(), config.match());
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        editor.edit(telemetry, actions.forRequest(context));
        next.consume(telemetry, context);
    }

    private static Editor editor(Signal signal, MatchConfig match) {
        return switch (signal) {
            case TRACES -> spans(SpanSelection.of(match));
            case LOGS -> records(LogSelection.of(match));
            case METRICS -> points(MetricSelection.of(match));
            case PROFILES -> (_, _) -> {}; // Not in info(): the graph is never built with it.
        };
    }

    private static Editor spans(SpanSelection selection) {
        return (telemetry, edits) -> {
            if (telemetry instanceof Traces traces) {
                selection.forEach(traces, (Span span) -> edits.applyTo(span.attributes()));
            }
        };
    }

    private static Editor records(LogSelection selection) {
        return (telemetry, edits) -> {
            if (telemetry instanceof Logs logs) {
                selection.forEach(logs, (LogRecord record) -> edits.applyTo(record.attributes()));
            }
        };
    }

    private static Editor points(MetricSelection selection) {
        return (telemetry, edits) -> {
            if (telemetry instanceof Metrics metrics) {
                selection.forEach(metrics, metric -> edit(metric, edits));
            }
        };
    }

    private static void edit(Metric metric, Edits edits) {
        MetricData data = metric.data();
        if (data != null) {
            for (DataPoint point : data.dataPoints()) {
                edits.applyTo(point.attributes());
            }
        }
    }
}
