// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * One metric and the counters that it is read from. Sources with the same attributes add up: a
 * processor has an instance in each pipeline and one label. Thread-safe.
 */
final class Family {
    private final Map<Attributes, List<Source>> sources = new ConcurrentHashMap<>();

    /** How the metric's values are to be read. */
    enum Kind {
        COUNTER,
        UP_DOWN_COUNTER,
        GAUGE
    }

    /**
     * What a metric is called.
     *
     * @param unit in UCUM's notation
     */
    record Head(String name, String help, String unit, Kind kind) {}

    /** A counter; it shows once it is used. */
    private record Source(BooleanSupplier used, LongSupplier value) {}

    void add(Attributes attributes, BooleanSupplier used, LongSupplier value) {
        sources.computeIfAbsent(attributes, _ -> new CopyOnWriteArrayList<>())
                .add(new Source(used, value));
    }

    /** Registers the metric; running the result removes it. */
    Runnable register(Meter meter, Head head) {
        return switch (head.kind()) {
            case COUNTER ->
                    meter.counterBuilder(head.name())
                                    .setDescription(head.help())
                                    .setUnit(head.unit())
                                    .buildWithCallback(this::observe)
                            ::close;
            case UP_DOWN_COUNTER ->
                    meter.upDownCounterBuilder(head.name())
                                    .setDescription(head.help())
                                    .setUnit(head.unit())
                                    .buildWithCallback(this::observe)
                            ::close;
            case GAUGE ->
                    meter.gaugeBuilder(head.name())
                                    .ofLongs()
                                    .setDescription(head.help())
                                    .setUnit(head.unit())
                                    .buildWithCallback(this::observe)
                            ::close;
        };
    }

    private void observe(ObservableLongMeasurement measurement) {
        sources.forEach((attributes, list) -> observe(measurement, attributes, list));
    }

    private static void observe(
            ObservableLongMeasurement measurement, Attributes attributes, List<Source> list) {
        boolean isUsed = false;
        long sum = 0;
        for (Source source : list) {
            isUsed |= source.used().getAsBoolean();
            sum += source.value().getAsLong();
        }
        if (isUsed) {
            measurement.record(sum, attributes);
        }
    }
}
