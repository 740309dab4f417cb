// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import dev.forager.pdata.Signal;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;

/**
 * Counts strings that came in ill-formed UTF-8 and were mended: one such string passed on would
 * make a strict backend drop its whole batch. Thread-safe.
 */
final class MendedStrings {
    private static final AttributeKey<String> SIGNAL = AttributeKey.stringKey("signal");

    private final LongCounter counter;

    MendedStrings(Meter meter) {
        counter =
                meter.counterBuilder("forager_receiver_mended_strings")
                        .setDescription("Number of strings with ill-formed UTF-8 that were mended.")
                        .setUnit("{strings}")
                        .build();
    }

    void count(Signal signal, int strings) {
        counter.add(strings, Attributes.of(SIGNAL, signal.id()));
    }
}
