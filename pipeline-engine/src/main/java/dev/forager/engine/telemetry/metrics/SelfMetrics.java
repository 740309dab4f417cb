// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.metrics;

import dev.forager.config.TelemetryMetrics;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.metrics.ExemplarFilter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Meters of one configuration with everything that reads them. Thread-safe. */
public final class SelfMetrics implements AutoCloseable {
    /** Longest wait for what is still to be sent when the service stops. */
    private static final Duration FLUSH = Duration.ofSeconds(5);

    private final MeterProvider provider;
    private final @Nullable SdkMeterProvider sdk;
    private final List<PrometheusEndpoint> endpoints;

    private SelfMetrics(
            MeterProvider provider,
            @Nullable SdkMeterProvider sdk,
            List<PrometheusEndpoint> endpoints) {
        this.provider = provider;
        this.sdk = sdk;
        this.endpoints = endpoints;
    }

    /**
     * Starts what reads the metrics.
     *
     * @param resource of all metrics
     * @param push makes a reader that sends, so that its classes load only where one is configured
     * @param startNanos when the process started, by {@link System#nanoTime}
     * @throws IOException when a reader cannot start; the text names what is wrong
     */
    public static SelfMetrics start(
            TelemetryMetrics config,
            Resource resource,
            Function<TelemetryMetrics.Periodic, MetricReader> push,
            long startNanos)
            throws IOException {
        if (config.level() == TelemetryMetrics.Level.NONE) {
            return new SelfMetrics(MeterProvider.noop(), null, List.of());
        }
        SdkMeterProviderBuilder builder =
                SdkMeterProvider.builder()
                        .setResource(resource)
                        .setExemplarFilter(ExemplarFilter.alwaysOff());
        LevelViews.register(builder, config);
        List<PrometheusEndpoint> endpoints = new ArrayList<>();
        try {
            for (TelemetryMetrics.Reader reader : config.readers()) {
                builder.registerMetricReader(reader(reader, resource, push, endpoints));
            }
        } catch (IOException | RuntimeException e) {
            endpoints.forEach(PrometheusEndpoint::close);
            throw e;
        }
        SdkMeterProvider sdk = builder.build();
        ProcessMetrics.register(sdk.get("go.opentelemetry.io/collector/service"), startNanos);
        return new SelfMetrics(sdk, sdk, List.copyOf(endpoints));
    }

    private static MetricReader reader(
            TelemetryMetrics.Reader config,
            Resource resource,
            Function<TelemetryMetrics.Periodic, MetricReader> push,
            List<PrometheusEndpoint> endpoints)
            throws IOException {
        if (config.periodic() != null) {
            return push.apply(config.periodic());
        }
        TelemetryMetrics.Pull pull = config.pull();
        if (pull == null || pull.exporter().prometheus() == null) {
            throw new IOException("no valid metric reader");
        }
        var reader = new CollectingReader();
        endpoints.add(PrometheusEndpoint.open(pull.exporter().prometheus(), resource, reader));
        return reader;
    }

    /**
     * A meter for a package; instruments of the Go collector have its scopes.
     *
     * @param prefix of names that have no owner's yet; empty for whole names
     */
    public Meter meter(String scope, String prefix) {
        return new ScopedMeter(provider, scope, prefix);
    }

    /** The ports of the Prometheus endpoints, in the order of the readers. */
    public List<Integer> ports() {
        return endpoints.stream().map(PrometheusEndpoint::port).toList();
    }

    /** Sends what is left and stops the readers. */
    @Override
    public void close() {
        endpoints.forEach(PrometheusEndpoint::close);
        if (sdk != null) {
            sdk.shutdown().join(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
