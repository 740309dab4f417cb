// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;

/**
 * The exporters {@code console}: each batch as one line of OTLP/JSON, the form that the
 * specification names for standard output. (The Go collector prints the dump of its SDK, which no
 * tool reads.) Thread-safe.
 */
final class ConsoleExporters {
    private ConsoleExporters() {}

    /** Prints metrics, cumulative ones. */
    static MetricExporter metrics(OutputStream out) {
        return new Metrics(out);
    }

    /** Prints spans. */
    static SpanExporter spans(OutputStream out) {
        return new Spans(out);
    }

    /** Prints log records. */
    static LogRecordExporter logs(OutputStream out) {
        return new Logs(out);
    }

    /** Nothing waits in it: the two methods that all three interfaces of the SDK ask for. */
    abstract static class Unbuffered {
        private final OutputStream out;

        Unbuffered(OutputStream out) {
            this.out = out;
        }

        /** One line in one write, so that no two mix. */
        final CompletableResultCode print(Marshaler request) {
            var line = new ByteArrayOutputStream();
            try {
                request.writeJsonTo(line);
                line.write('\n');
                out.write(line.toByteArray());
                out.flush();
                return CompletableResultCode.ofSuccess();
            } catch (IOException e) {
                return CompletableResultCode.ofExceptionalFailure(e);
            }
        }

        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    private static final class Metrics extends Unbuffered implements MetricExporter {
        Metrics(OutputStream out) {
            super(out);
        }

        @Override
        public CompletableResultCode export(Collection<MetricData> metrics) {
            return print(MetricsRequestMarshaler.create(metrics));
        }

        @Override
        public AggregationTemporality getAggregationTemporality(InstrumentType type) {
            return AggregationTemporality.CUMULATIVE;
        }
    }

    private static final class Spans extends Unbuffered implements SpanExporter {
        Spans(OutputStream out) {
            super(out);
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return print(TraceRequestMarshaler.create(spans));
        }
    }

    private static final class Logs extends Unbuffered implements LogRecordExporter {
        Logs(OutputStream out) {
            super(out);
        }

        @Override
        public CompletableResultCode export(Collection<LogRecordData> logs) {
            return print(LogsRequestMarshaler.create(logs));
        }
    }
}
