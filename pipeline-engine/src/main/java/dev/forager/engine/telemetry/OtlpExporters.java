// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import dev.forager.config.TelemetryOtlp;
import dev.forager.pipeline.config.Secret;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.DefaultAggregationSelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Makes the SDK's exporters from the configuration. */
final class OtlpExporters {
    /** What the SDK's six builders have in common, though no type says so. */
    private record Target(
            Consumer<String> endpoint,
            BiConsumer<String, String> header,
            Consumer<String> compression,
            Consumer<Duration> timeout,
            Consumer<byte[]> trusted,
            BiConsumer<byte[], byte[]> client) {

        void apply(TelemetryOtlp config) {
            String url = config.endpointUrl();
            if (url != null) {
                endpoint.accept(url);
            }
            headers(config).forEach(header);
            compression.accept(config.compression() == null ? "none" : config.compression());
            timeout.accept(Duration.ofMillis(config.timeoutMillis()));
            if (config.certificate() != null) {
                trusted.accept(read(config.certificate()));
            }
            if (config.clientKey() != null && config.clientCertificate() != null) {
                client.accept(read(config.clientKey()), read(config.clientCertificate()));
            }
        }
    }

    private OtlpExporters() {}

    static MetricExporter metrics(TelemetryOtlp config) {
        AggregationTemporalitySelector temporality = temporality(config);
        DefaultAggregationSelector aggregation = aggregation(config);
        if ("grpc".equals(config.protocol())) {
            var builder = OtlpGrpcMetricExporter.builder();
            builder.setAggregationTemporalitySelector(temporality);
            builder.setDefaultAggregationSelector(aggregation);
            new Target(
                            builder::setEndpoint,
                            builder::addHeader,
                            builder::setCompression,
                            builder::setTimeout,
                            builder::setTrustedCertificates,
                            builder::setClientTls)
                    .apply(config);
            return builder.build();
        }
        var builder = OtlpHttpMetricExporter.builder();
        builder.setAggregationTemporalitySelector(temporality);
        builder.setDefaultAggregationSelector(aggregation);
        new Target(
                        builder::setEndpoint,
                        builder::addHeader,
                        builder::setCompression,
                        builder::setTimeout,
                        builder::setTrustedCertificates,
                        builder::setClientTls)
                .apply(config);
        return builder.build();
    }

    static SpanExporter spans(TelemetryOtlp config) {
        if ("grpc".equals(config.protocol())) {
            var builder = OtlpGrpcSpanExporter.builder();
            new Target(
                            builder::setEndpoint,
                            builder::addHeader,
                            builder::setCompression,
                            builder::setTimeout,
                            builder::setTrustedCertificates,
                            builder::setClientTls)
                    .apply(config);
            return builder.build();
        }
        var builder = OtlpHttpSpanExporter.builder();
        new Target(
                        builder::setEndpoint,
                        builder::addHeader,
                        builder::setCompression,
                        builder::setTimeout,
                        builder::setTrustedCertificates,
                        builder::setClientTls)
                .apply(config);
        return builder.build();
    }

    static LogRecordExporter logs(TelemetryOtlp config) {
        if ("grpc".equals(config.protocol())) {
            var builder = OtlpGrpcLogRecordExporter.builder();
            new Target(
                            builder::setEndpoint,
                            builder::addHeader,
                            builder::setCompression,
                            builder::setTimeout,
                            builder::setTrustedCertificates,
                            builder::setClientTls)
                    .apply(config);
            return builder.build();
        }
        var builder = OtlpHttpLogRecordExporter.builder();
        new Target(
                        builder::setEndpoint,
                        builder::addHeader,
                        builder::setCompression,
                        builder::setTimeout,
                        builder::setTrustedCertificates,
                        builder::setClientTls)
                .apply(config);
        return builder.build();
    }

    private static AggregationTemporalitySelector temporality(TelemetryOtlp config) {
        return switch (config.temporalityPreference()) {
            case "delta" -> AggregationTemporalitySelector.deltaPreferred();
            case "lowmemory" -> AggregationTemporalitySelector.lowMemory();
            case null, default -> AggregationTemporalitySelector.alwaysCumulative();
        };
    }

    private static DefaultAggregationSelector aggregation(TelemetryOtlp config) {
        var usual = DefaultAggregationSelector.getDefault();
        return "base2_exponential_bucket_histogram".equals(config.defaultHistogramAggregation())
                ? usual.with(
                        InstrumentType.HISTOGRAM, Aggregation.base2ExponentialBucketHistogram())
                : usual;
    }

    private static Map<String, String> headers(TelemetryOtlp config) {
        var all = new TreeMap<String, String>();
        Secret list = config.headersList();
        if (list != null) {
            for (String pair : list.reveal().split(",", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    all.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
                }
            }
        }
        for (TelemetryOtlp.Header header : config.headers()) {
            Secret value = header.value();
            all.put(header.name(), value == null ? "" : value.reveal());
        }
        return all;
    }

    private static byte[] read(String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("service::telemetry: cannot read " + file, e);
        }
    }
}
