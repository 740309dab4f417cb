// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.function.Consumer;

/**
 * Counts the evaluations of a component's OTTL statements and conditions that failed, by their
 * text: with {@code error_mode: silent} nothing else says so. Thread-safe.
 */
public final class StatementFailures implements Consumer<String> {
    private static final AttributeKey<String> STATEMENT = AttributeKey.stringKey("statement");

    private final LongCounter counter;
    private final Attributes labels;

    private StatementFailures(Meter meter, ComponentKind kind, ComponentId id) {
        labels = Attributes.of(AttributeKey.stringKey(kind.id()), id.toString());
        counter =
                meter.counterBuilder("forager_%s_statement_failures".formatted(kind.id()))
                        .setUnit("{failure}")
                        .setDescription("Evaluations of a statement or condition that failed.")
                        .build();
    }

    /** Of a processor. */
    public static StatementFailures of(ProcessorSettings settings) {
        return new StatementFailures(settings.meter(), ComponentKind.PROCESSOR, settings.id());
    }

    /** Of a connector. */
    public static StatementFailures of(ConnectorSettings settings) {
        return new StatementFailures(settings.meter(), ComponentKind.CONNECTOR, settings.id());
    }

    /** One more of this statement or condition, as it is written in the configuration. */
    @Override
    public void accept(String text) {
        counter.add(1, labels.toBuilder().put(STATEMENT, text).build());
    }
}
