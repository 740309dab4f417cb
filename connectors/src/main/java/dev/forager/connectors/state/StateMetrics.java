// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.state;

import dev.forager.pipeline.ConnectorSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says how much a connector remembers, and what it had no room for, until it is closed. Observed
 * when the metrics are read, so that it costs a request nothing. Thread-safe.
 */
public final class StateMetrics implements AutoCloseable {
    private final List<AutoCloseable> instruments = new ArrayList<>();
    private final Attributes labels;

    /** Metrics of the connector that has these settings. */
    public StateMetrics(ConnectorSettings settings, StateRoom room) {
        labels = Attributes.of(AttributeKey.stringKey("connector"), settings.id().toString());
        Meter meter = settings.meter();
        instruments.add(
                meter.upDownCounterBuilder("forager_connector_state_entries")
                        .setUnit("{entry}")
                        .setDescription("Series, edges or resources that the connector remembers.")
                        .buildWithCallback(reading(room::entries)));
        instruments.add(
                meter.upDownCounterBuilder("forager_connector_state_bytes")
                        .setUnit("By")
                        .setDescription("Memory that they take, estimated.")
                        .buildWithCallback(reading(room::bytes)));
        instruments.add(
                meter.counterBuilder("forager_connector_state_refused")
                        .setUnit("{item}")
                        .setDescription("Items that came when there was no room to remember more.")
                        .buildWithCallback(reading(room::refused)));
    }

    private Consumer<ObservableLongMeasurement> reading(LongSupplier value) {
        return measurement -> measurement.record(value.getAsLong(), labels);
    }

    @Override
    public synchronized void close() {
        for (AutoCloseable instrument : instruments) {
            try {
                instrument.close();
            } catch (Exception e) {
                throw new IllegalStateException("an instrument cannot be closed", e);
            }
        }
        instruments.clear();
    }
}
