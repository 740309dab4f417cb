// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import dev.forager.config.TelemetryOtlp;
import dev.forager.pipeline.config.Secret;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.DefaultAggregationSelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes the SDK's exporters from the configuration. */
final class OtlpExporters {
    private static final Shape<OtlpGrpcMetricExporterBuilder, MetricExporter> GRPC_METRICS =
            new Shape<>(
                    "",
                    OtlpGrpcMetricExporter::builder,
                    OtlpGrpcMetricExporterBuilder::setEndpoint,
                    OtlpGrpcMetricExporterBuilder::addHeader,
                    OtlpGrpcMetricExporterBuilder::setCompression,
                    OtlpGrpcMetricExporterBuilder::setTimeout,
                    OtlpGrpcMetricExporterBuilder::setTrustedCertificates,
                    OtlpGrpcMetricExporterBuilder::setClientTls,
                    OtlpGrpcMetricExporterBuilder::build);

    private static final Shape<OtlpHttpMetricExporterBuilder, MetricExporter> HTTP_METRICS =
            new Shape<>(
                    "/v1/metrics",
                    OtlpHttpMetricExporter::builder,
                    OtlpHttpMetricExporterBuilder::setEndpoint,
                    OtlpHttpMetricExporterBuilder::addHeader,
                    OtlpHttpMetricExporterBuilder::setCompression,
                    OtlpHttpMetricExporterBuilder::setTimeout,
                    OtlpHttpMetricExporterBuilder::setTrustedCertificates,
                    OtlpHttpMetricExporterBuilder::setClientTls,
                    OtlpHttpMetricExporterBuilder::build);

    private static final Shape<OtlpGrpcSpanExporterBuilder, SpanExporter> GRPC_SPANS =
            new Shape<>(
                    "",
                    OtlpGrpcSpanExporter::builder,
                    OtlpGrpcSpanExporterBuilder::setEndpoint,
                    OtlpGrpcSpanExporterBuilder::addHeader,
                    OtlpGrpcSpanExporterBuilder::setCompression,
                    OtlpGrpcSpanExporterBuilder::setTimeout,
                    OtlpGrpcSpanExporterBuilder::setTrustedCertificates,
                    OtlpGrpcSpanExporterBuilder::setClientTls,
                    OtlpGrpcSpanExporterBuilder::build);

    private static final Shape<OtlpHttpSpanExporterBuilder, SpanExporter> HTTP_SPANS =
            new Shape<>(
                    "/v1/traces",
                    OtlpHttpSpanExporter::builder,
                    OtlpHttpSpanExporterBuilder::setEndpoint,
                    OtlpHttpSpanExporterBuilder::addHeader,
                    OtlpHttpSpanExporterBuilder::setCompression,
                    OtlpHttpSpanExporterBuilder::setTimeout,
                    OtlpHttpSpanExporterBuilder::setTrustedCertificates,
                    OtlpHttpSpanExporterBuilder::setClientTls,
                    OtlpHttpSpanExporterBuilder::build);

    private static final Shape<OtlpGrpcLogRecordExporterBuilder, LogRecordExporter> GRPC_LOGS =
            new Shape<>(
                    "",
                    OtlpGrpcLogRecordExporter::builder,
                    OtlpGrpcLogRecordExporterBuilder::setEndpoint,
                    OtlpGrpcLogRecordExporterBuilder::addHeader,
                    OtlpGrpcLogRecordExporterBuilder::setCompression,
                    OtlpGrpcLogRecordExporterBuilder::setTimeout,
                    OtlpGrpcLogRecordExporterBuilder::setTrustedCertificates,
                    OtlpGrpcLogRecordExporterBuilder::setClientTls,
                    OtlpGrpcLogRecordExporterBuilder::build);

    private static final Shape<OtlpHttpLogRecordExporterBuilder, LogRecordExporter> HTTP_LOGS =
            new Shape<>(
                    "/v1/logs",
                    OtlpHttpLogRecordExporter::builder,
                    OtlpHttpLogRecordExporterBuilder::setEndpoint,
                    OtlpHttpLogRecordExporterBuilder::addHeader,
                    OtlpHttpLogRecordExporterBuilder::setCompression,
                    OtlpHttpLogRecordExporterBuilder::setTimeout,
                    OtlpHttpLogRecordExporterBuilder::setTrustedCertificates,
                    OtlpHttpLogRecordExporterBuilder::setClientTls,
                    OtlpHttpLogRecordExporterBuilder::build);

    /**
     * What the SDK's six builders have in common, though no type says so.
     *
     * @param <B> the builder
     * @param <E> what it builds
     * @param path where an address that names no path is meant; empty for gRPC, which has none
     */
    private record Shape<B, E>(
            String path,
            Supplier<B> builder,
            BiConsumer<B, String> endpoint,
            Header<B> header,
            BiConsumer<B, String> compression,
            BiConsumer<B, Duration> timeout,
            BiConsumer<B, byte[]> trusted,
            Identity<B> client,
            Function<B, ? extends E> build) {
        /** A builder with what the configuration says. */
        B configured(TelemetryOtlp config) {
            B made = builder.get();
            String url = config.endpointUrl();
            if (url != null) {
                endpoint.accept(made, URI.create(url).getPath().isEmpty() ? url + path : url);
            }
            headers(config).forEach((name, value) -> header.add(made, name, value));
            compression.accept(made, config.compression() == null ? "none" : config.compression());
            timeout.accept(made, Duration.ofMillis(config.timeoutMillis()));
            if (config.certificate() != null) {
                trusted.accept(made, read(config.certificate()));
            }
            if (config.clientKey() != null && config.clientCertificate() != null) {
                client.set(made, read(config.clientKey()), read(config.clientCertificate()));
            }
            return made;
        }

        E exporter(TelemetryOtlp config) {
            return build.apply(configured(config));
        }
    }

    private interface Header<B> {
        void add(B builder, String name, String value);
    }

    private interface Identity<B> {
        void set(B builder, byte[] key, byte[] certificate);
    }

    private OtlpExporters() {}

    static MetricExporter metrics(TelemetryOtlp config) {
        AggregationTemporalitySelector temporality = temporality(config);
        DefaultAggregationSelector aggregation = aggregation(config);
        if (isGrpc(config)) {
            return GRPC_METRICS
                    .configured(config)
                    .setAggregationTemporalitySelector(temporality)
                    .setDefaultAggregationSelector(aggregation)
                    .build();
        }
        return HTTP_METRICS
                .configured(config)
                .setAggregationTemporalitySelector(temporality)
                .setDefaultAggregationSelector(aggregation)
                .build();
    }

    static SpanExporter spans(TelemetryOtlp config) {
        return (isGrpc(config) ? GRPC_SPANS : HTTP_SPANS).exporter(config);
    }

    static LogRecordExporter logs(TelemetryOtlp config) {
        return (isGrpc(config) ? GRPC_LOGS : HTTP_LOGS).exporter(config);
    }

    private static boolean isGrpc(TelemetryOtlp config) {
        return "grpc".equals(config.protocol());
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
        config.headers().values().forEach((name, value) -> all.put(name, value.reveal()));
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
