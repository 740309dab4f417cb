// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * One metric and the counters that it is read from. Sources with the same attributes add up: a
 * processor has an instance in each pipeline and one label. A counter keeps what its former sources
 * had counted, since it must never fall. Thread-safe.
 */
final class Family {
    private final Kind kind;
    private final Map<Attributes, Series> series = new ConcurrentHashMap<>();

    Family(Kind kind) {
        this.kind = kind;
    }

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

    /** The sources of one set of attributes. Guarded by itself. */
    private static final class Series {
        private final List<Source> sources = new ArrayList<>();
        private long past;
        private boolean wasUsed;

        synchronized void add(Source source) {
            sources.add(source);
        }

        /** Takes a source away that counts no more. */
        synchronized void remove(Source source, boolean isCounter) {
            if (sources.remove(source) && isCounter) {
                past += source.value().getAsLong();
                wasUsed |= source.used().getAsBoolean();
            }
        }

        synchronized void observe(ObservableLongMeasurement measurement, Attributes attributes) {
            boolean isUsed = wasUsed;
            long sum = past;
            for (Source source : sources) {
                isUsed |= source.used().getAsBoolean();
                sum += source.value().getAsLong();
            }
            if (isUsed) {
                measurement.record(sum, attributes);
            }
        }
    }

    /** Adds a source; running the result takes it away, once it counts no more. */
    Runnable add(Attributes attributes, BooleanSupplier used, LongSupplier value) {
        var source = new Source(used, value);
        Series mine = series.computeIfAbsent(attributes, _ -> new Series());
        mine.add(source);
        return () -> mine.remove(source, kind == Kind.COUNTER);
    }

    /** Registers the metric; running the result removes it. */
    Runnable register(Meter meter, Head head) {
        return switch (kind) {
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
        series.forEach((attributes, one) -> one.observe(measurement, attributes));
    }
}
