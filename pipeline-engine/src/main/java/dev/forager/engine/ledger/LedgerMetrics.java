// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * The balances of a ledger as metrics. What is under way can make a derived figure fall for a
 * moment; a counter never may, so each shows the most it was. Thread-safe.
 */
final class LedgerMetrics {
    private static final String PREFIX = "forager_pipeline_";

    private final Ledger ledger;
    private final Map<Series, Long> highest = new ConcurrentHashMap<>();

    private record Series(String name, Attributes labels) {}

    LedgerMetrics(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Registers all; running the results removes them. */
    List<Runnable> register(Meter meter) {
        return List.of(
                counter(
                        meter,
                        "accepted",
                        "Items that receivers handed in.",
                        BranchBalance::accepted),
                counter(
                        meter,
                        "created",
                        "Items from connectors, made by processors, or asked for again.",
                        BranchBalance::created),
                counter(meter, "sent", "Items that the destination has.", BranchBalance::sent),
                builder(meter, "dropped", "Items given up, by reason.")
                                .buildWithCallback(this::observeDropped)
                        ::close,
                meter.upDownCounterBuilder(PREFIX + "queued_items")
                                .setDescription("Items in queues and in processors that hold them.")
                                .setUnit("{item}")
                                .buildWithCallback(this::observeQueued)
                        ::close);
    }

    private Runnable counter(
            Meter meter, String word, String help, ToLongFunction<BranchBalance> value) {
        return builder(meter, word, help)
                        .buildWithCallback(out -> observe(out, PREFIX + word, value))
                ::close;
    }

    private static LongCounterBuilder builder(Meter meter, String word, String help) {
        return meter.counterBuilder(PREFIX + word + "_items")
                .setDescription(help)
                .setUnit("{item}");
    }

    private void observe(
            ObservableLongMeasurement out, String name, ToLongFunction<BranchBalance> value) {
        for (BranchBalance balance : ledger.balances()) {
            record(out, name, labels(balance), value.applyAsLong(balance));
        }
    }

    private void observeDropped(ObservableLongMeasurement out) {
        for (BranchBalance balance : ledger.balances()) {
            for (var reason : balance.dropped().entrySet()) {
                Attributes labels =
                        labels(balance).toBuilder().put("reason", reason.getKey()).build();
                record(out, PREFIX + "dropped", labels, reason.getValue());
            }
        }
    }

    private void observeQueued(ObservableLongMeasurement out) {
        for (BranchBalance balance : ledger.balances()) {
            out.record(balance.queued(), labels(balance));
        }
    }

    private void record(ObservableLongMeasurement out, String name, Attributes labels, long value) {
        out.record(highest.merge(new Series(name, labels), value, Math::max), labels);
    }

    private static Attributes labels(BranchBalance balance) {
        return Attributes.builder()
                .put("pipeline", balance.pipeline().toString())
                .put("exporter", balance.exporter().toString())
                .build();
    }
}
