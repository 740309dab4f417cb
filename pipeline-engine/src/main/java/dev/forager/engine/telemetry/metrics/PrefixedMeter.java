// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.metrics;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableMeasurement;

/**
 * Puts a prefix before the name of each instrument that has no owner's prefix yet. Immutable, hence
 * thread-safe.
 *
 * @param meter makes the instruments
 * @param prefix such as {@code otelcol_}
 */
public record PrefixedMeter(Meter meter, String prefix) implements Meter {
    private String full(String name) {
        boolean owned =
                name.startsWith(prefix)
                        || name.startsWith("forager_")
                        || name.startsWith("otelcol.")
                        || name.startsWith("http.")
                        || name.startsWith("rpc.");
        return owned ? name : prefix + name;
    }

    @Override
    public LongCounterBuilder counterBuilder(String name) {
        return meter.counterBuilder(full(name));
    }

    @Override
    public LongUpDownCounterBuilder upDownCounterBuilder(String name) {
        return meter.upDownCounterBuilder(full(name));
    }

    @Override
    public DoubleHistogramBuilder histogramBuilder(String name) {
        return meter.histogramBuilder(full(name));
    }

    @Override
    public DoubleGaugeBuilder gaugeBuilder(String name) {
        return meter.gaugeBuilder(full(name));
    }

    @Override
    public BatchCallback batchCallback(
            Runnable callback,
            ObservableMeasurement measurement,
            ObservableMeasurement... additional) {
        return meter.batchCallback(callback, measurement, additional);
    }
}
